using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Plan;

namespace Spindle.Pods.Launching;

/// <summary>Pods of the API as the plan sees them.</summary>
internal static class PodObservation
{
    /// <param name="container">The one that runs the executor.</param>
    public static ObservedPod Of(Pod pod, string container, NodeCondition node)
    {
        var status = pod.ContainerOf(container);
        return new ObservedPod(pod.Metadata.Labels.GetValueOrDefault(Labels.Executor, pod.Name), pod.Name, PhaseOf(pod))
        {
            Ready = pod.IsReady,
            Deleting = pod.Metadata.IsDeleting,
            Node = pod.Node,
            NodeCondition = node,
            Reason = pod.Reason ?? "",
            Message = pod.Message ?? "",
            Disruption = pod.ConditionOf("DisruptionTarget") is { IsTrue: true } disruption ? disruption.Reason : null,
            Unschedulable = pod.ConditionOf("PodScheduled") is { Status: "False" } scheduling ? scheduling.Message : null,
            Waiting = status?.Waiting is { } reason ? new ContainerWait(reason, status.WaitingMessage ?? "") : null,
            End = status?.Ended is { } end ? new ContainerEnd(end.ExitCode, end.Reason, end.Message) : null,
            MemoryLimit = LimitOf(pod, container),
        };
    }

    private static PodPhase PhaseOf(Pod pod) => pod.Phase switch
    {
        Client.Pods.PodPhase.Pending => PodPhase.Pending,
        Client.Pods.PodPhase.Running => PodPhase.Running,
        Client.Pods.PodPhase.Succeeded => PodPhase.Succeeded,
        Client.Pods.PodPhase.Failed => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };

    private static long LimitOf(Pod pod, string container) =>
        pod.Spec.Objects("containers").FirstOrDefault(c => c.Text("name") == container).Object("resources").Quantities("limits").TryGetValue("memory", out var limit) ? limit.Whole : 0;
}
