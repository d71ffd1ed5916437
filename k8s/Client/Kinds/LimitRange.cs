using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Defaults and bounds for the containers, pods and claims of a namespace.</summary>
public sealed class LimitRange(JsonObject json) : Resource(json), IResource<LimitRange>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "limitranges", "LimitRange");

    /// <summary>One a type: <c>Container</c>, <c>Pod</c>, <c>PersistentVolumeClaim</c>; with <c>default</c>, <c>defaultRequest</c>, <c>max</c>, <c>min</c>, <c>maxLimitRequestRatio</c>.</summary>
    public IEnumerable<JsonObject> Limits => Json.Object("spec").Objects("limits");

    /// <inheritdoc/>
    public static LimitRange From(JsonObject json) => new(json);
}
