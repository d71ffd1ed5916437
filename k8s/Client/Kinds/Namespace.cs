using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>A namespace.</summary>
public sealed class Namespace(JsonObject json) : Resource(json), IResource<Namespace>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "namespaces", "Namespace", Namespaced: false);

    /// <summary>It is being deleted with everything in it.</summary>
    public bool IsEnding => Json.Object("status").Text("phase") == "Terminating";

    /// <inheritdoc/>
    public static Namespace From(JsonObject json) => new(json);
}
