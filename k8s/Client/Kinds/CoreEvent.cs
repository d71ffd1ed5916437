using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Something that happened to an object, told by a component of the cluster.</summary>
public sealed class CoreEvent(JsonObject json) : Resource(json), IResource<CoreEvent>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "events", "Event");

    /// <summary>The machine's word for it: <c>FailedScheduling</c>, <c>BackOff</c>…</summary>
    public string? Reason => Json.Text("reason");

    /// <summary>What happened.</summary>
    public string? Message => Json.Text("message");

    /// <summary>Something is wrong.</summary>
    public bool IsWarning => Json.Text("type") == "Warning";

    /// <summary>The uid of the object that it is about.</summary>
    public string? About => Json.Object("involvedObject").Text("uid");

    /// <summary>When it happened last.</summary>
    public DateTimeOffset? Last => Json.Instant("lastTimestamp") ?? Json.Instant("eventTime") ?? Metadata.Created;

    /// <inheritdoc/>
    public static CoreEvent From(JsonObject json) => new(json);
}
