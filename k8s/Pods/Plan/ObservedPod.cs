namespace Spindle.Pods.Plan;

/// <summary>One executor pod of the application, as the API server shows it.</summary>
/// <param name="Executor">The executor it was created for.</param>
public sealed record ObservedPod(string Executor, string Name, PodPhase Phase)
{
    /// <summary>What runs in it, as settings name it: <c>executor</c> or <c>driver</c>.</summary>
    public string Role { get; init; } = "executor";

    /// <summary>Whether the executor has found its driver, which is what its readiness stands for.</summary>
    public bool Ready { get; init; }

    /// <summary>Somebody has asked for its deletion.</summary>
    public bool Deleting { get; init; }

    public string? Node { get; init; }

    public NodeCondition NodeCondition { get; init; }

    /// <summary><c>status.reason</c>: <c>Evicted</c>, <c>NodeLost</c>; empty for none.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>The reason of the condition <c>DisruptionTarget</c>; null where there is none.</summary>
    public string? Disruption { get; init; }

    /// <summary>Why the scheduler finds no node; null where it found one, or has not tried.</summary>
    public string? Unschedulable { get; init; }

    public ContainerWait? Waiting { get; init; }

    public ContainerEnd? End { get; init; }

    /// <summary>Bytes that the container may use; 0 where that is not known.</summary>
    public long MemoryLimit { get; init; }
}
