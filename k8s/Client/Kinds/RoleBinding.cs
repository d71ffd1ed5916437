using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Who may do what a role says.</summary>
public sealed class RoleBinding(JsonObject json) : Resource(json), IResource<RoleBinding>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");

    /// <inheritdoc/>
    public static RoleBinding From(JsonObject json) => new(json);
}
