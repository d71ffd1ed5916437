using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>A name and address for pods.</summary>
public sealed class Service(JsonObject json) : Resource(json), IResource<Service>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "services", "Service");

    /// <summary>Its address within the cluster; <c>None</c> for a headless one.</summary>
    public string? ClusterIp => Json.Object("spec").Text("clusterIP");

    /// <inheritdoc/>
    public static Service From(JsonObject json) => new(json);
}
