using System.Text.Json.Nodes;
using Spindle.Client.Pods;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Containers that run together on one node.</summary>
public sealed class Pod(JsonObject json) : Resource(json), IResource<Pod>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "pods", "Pod");

    /// <summary>What was asked for.</summary>
    public JsonObject? Spec => Json.Object("spec");

    /// <summary>What is.</summary>
    public JsonObject? Status => Json.Object("status");

    /// <summary>Where it is in its life.</summary>
    public PodPhase Phase => Status.Text("phase") switch
    {
        "Pending" => PodPhase.Pending,
        "Running" => PodPhase.Running,
        "Succeeded" => PodPhase.Succeeded,
        "Failed" => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };

    /// <summary>None of its containers will ever run again.</summary>
    public bool IsOver => Phase is PodPhase.Succeeded or PodPhase.Failed;

    /// <summary>Why the whole pod is as it is, such as <c>Evicted</c>; for containers see <see cref="Containers"/>.</summary>
    public string? Reason => Status.Text("reason");

    /// <summary>The same for people.</summary>
    public string? Message => Status.Text("message");

    /// <summary>The node that it was given; null before.</summary>
    public string? Node => Spec.Text("nodeName");

    /// <summary>Its address; null before it runs.</summary>
    public string? Address => Status.Text("podIP");

    /// <summary>When the kubelet took it over.</summary>
    public DateTimeOffset? Started => Status.Instant("startTime");

    /// <summary>All conditions: <c>PodScheduled</c>, <c>Ready</c>, <c>DisruptionTarget</c>…</summary>
    public IReadOnlyList<Condition> Conditions => Condition.AllOf(Status);

    /// <summary>Ready to serve.</summary>
    public bool IsReady => Conditions.Any(c => c is { Type: "Ready", IsTrue: true });

    /// <summary>The containers as they are, init containers first.</summary>
    public IReadOnlyList<ContainerStatus> Containers => [.. Status.Objects("initContainerStatuses").Concat(Status.Objects("containerStatuses")).Select(ContainerStatus.Of)];

    /// <inheritdoc/>
    public static Pod From(JsonObject json) => new(json);

    /// <summary>One condition, or null.</summary>
    public Condition? ConditionOf(string type) => Conditions.FirstOrDefault(c => c.Type == type);

    /// <summary>One container as it is, or null before the kubelet has told of it.</summary>
    public ContainerStatus? ContainerOf(string name) => Containers.FirstOrDefault(c => c.Name == name);
}
