namespace Spindle.Pods.Plan;

/// <summary>The failures of the recent past.</summary>
internal sealed class FailureBudget
{
    private readonly Queue<TimeSpan> failures = new();

    public int Count => failures.Count;

    public void Add(TimeSpan now) => failures.Enqueue(now);

    /// <summary>Whether more has failed than the application survives.</summary>
    public bool IsSpent(TimeSpan now, PodLimits limits)
    {
        while (failures.TryPeek(out var oldest) && now - oldest > limits.FailureWindow)
            failures.Dequeue();
        return failures.Count > limits.MaxFailures;
    }
}
