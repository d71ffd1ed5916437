using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Storage that outlives pods.</summary>
public sealed class PersistentVolumeClaim(JsonObject json) : Resource(json), IResource<PersistentVolumeClaim>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");

    /// <summary><c>Pending</c>, <c>Bound</c> or <c>Lost</c>.</summary>
    public string? Phase => Json.Object("status").Text("phase");

    /// <summary>What was asked for.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests => Json.Object("spec").Object("resources").Quantities("requests");

    /// <inheritdoc/>
    public static PersistentVolumeClaim From(JsonObject json) => new(json);
}
