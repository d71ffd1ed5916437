using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>An identity for pods.</summary>
public sealed class ServiceAccount(JsonObject json) : Resource(json), IResource<ServiceAccount>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "serviceaccounts", "ServiceAccount");

    /// <summary>The secrets with which its pods pull images.</summary>
    public IReadOnlyList<string> ImagePullSecrets => [.. Json.Objects("imagePullSecrets").Select(s => s.Text("name")).OfType<string>()];

    /// <inheritdoc/>
    public static ServiceAccount From(JsonObject json) => new(json);
}
