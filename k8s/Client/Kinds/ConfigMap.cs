using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Files and settings that are no secret, up to 1 MiB.</summary>
public sealed class ConfigMap(JsonObject json) : Resource(json), IResource<ConfigMap>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "configmaps", "ConfigMap");

    /// <summary>Its texts by name.</summary>
    public IReadOnlyDictionary<string, string> Data => Json.Map("data");

    /// <inheritdoc/>
    public static ConfigMap From(JsonObject json) => new(json);
}
