using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>What may be done in a namespace.</summary>
public sealed class Role(JsonObject json) : Resource(json), IResource<Role>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("rbac.authorization.k8s.io", "v1", "roles", "Role");

    /// <inheritdoc/>
    public static Role From(JsonObject json) => new(json);
}
