namespace Spindle.Pods.Plan;

/// <summary>What a plan wants done.</summary>
public abstract record PodAction;

/// <summary>One wave: each answer goes back into the plan as <see cref="PodPlan.Created"/> or <see cref="PodPlan.Refused"/>.</summary>
public sealed record CreatePods(IReadOnlyList<string> Executors) : PodAction;

/// <summary>An executor has ended; told once an executor.</summary>
/// <param name="Pod">As it was last seen; null where it never was.</param>
/// <param name="Delete">Whether to delete the pod, after its log has been read where <see cref="PodDeath.LogTells"/>.</param>
public sealed record EndExecutor(string Executor, PodDeath Death, ObservedPod? Pod, bool Delete) : PodAction;

/// <summary>A pod that nobody wants.</summary>
/// <param name="Force">Its node will not confirm the deletion.</param>
public sealed record DeletePod(string Name, bool Force) : PodAction;

/// <summary>Nothing more will come of it.</summary>
public sealed record StopApplication(StopReason Reason, string Message) : PodAction;

/// <summary>Worth knowing for whoever waits.</summary>
public sealed record Tell(string Message) : PodAction;
