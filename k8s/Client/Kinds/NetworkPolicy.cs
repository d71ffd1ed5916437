using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Who may talk to which pods.</summary>
public sealed class NetworkPolicy(JsonObject json) : Resource(json), IResource<NetworkPolicy>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy");

    /// <inheritdoc/>
    public static NetworkPolicy From(JsonObject json) => new(json);
}
