namespace Spindle.Pods.Plan;

/// <param name="Message">For the user: what happened and, where something helps, what to change.</param>
/// <param name="ExitCode">What the container returned; null where it never ran, or nobody can tell.</param>
public sealed record PodDeath(DeathCause Cause, string Message, int? ExitCode = null)
{
    /// <summary>Whether it is the application's own failure.</summary>
    public bool Counts => Cause is DeathCause.Failed or DeathCause.OutOfMemory or DeathCause.OutOfDisk or DeathCause.Unreached;

    /// <summary>Whether what the executor said last may tell more.</summary>
    public bool LogTells => Counts;
}
