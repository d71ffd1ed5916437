namespace Spindle.Pods.Plan;

/// <summary><c>status.phase</c> of a pod.</summary>
public enum PodPhase
{
    Pending,
    Running,
    Succeeded,
    Failed,
    Unknown,
}
