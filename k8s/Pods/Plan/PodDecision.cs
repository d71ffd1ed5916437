namespace Spindle.Pods.Plan;

/// <param name="WakeAt">When to reconcile again though nothing happens; null for never.</param>
public sealed record PodDecision(IReadOnlyList<PodAction> Actions, TimeSpan? WakeAt);
