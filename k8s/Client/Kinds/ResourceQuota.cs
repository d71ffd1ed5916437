using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>What a namespace may use in all.</summary>
public sealed class ResourceQuota(JsonObject json) : Resource(json), IResource<ResourceQuota>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "resourcequotas", "ResourceQuota");

    /// <summary>What may be used, as enforced: <c>pods</c>, <c>requests.cpu</c>, <c>limits.memory</c>…</summary>
    public IReadOnlyDictionary<string, Quantity> Hard => Json.Object("status").Quantities("hard");

    /// <summary>What is used now.</summary>
    public IReadOnlyDictionary<string, Quantity> Used => Json.Object("status").Quantities("used");

    /// <summary>The quota counts only objects within these scopes; all where it is empty.</summary>
    public IReadOnlyList<string> Scopes => Json.Object("spec").Texts("scopes");

    /// <inheritdoc/>
    public static ResourceQuota From(JsonObject json) => new(json);
}
