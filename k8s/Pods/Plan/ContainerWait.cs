namespace Spindle.Pods.Plan;

/// <summary>Why the executor's container does not run yet.</summary>
/// <param name="Reason">The kubelet's word: <c>ContainerCreating</c>, <c>ImagePullBackOff</c>.</param>
public sealed record ContainerWait(string Reason, string Message);
