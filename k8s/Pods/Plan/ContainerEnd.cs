namespace Spindle.Pods.Plan;

/// <summary>How the executor's container ended.</summary>
/// <param name="Reason">The runtime's word: <c>OOMKilled</c>, <c>Error</c>, <c>Completed</c>.</param>
/// <param name="Message">What the executor left in its termination message.</param>
public sealed record ContainerEnd(int ExitCode, string Reason, string Message)
{
    private const int SignalBase = 128;

    /// <summary>The signal that ended it; null for none.</summary>
    public int? Signal => ExitCode > SignalBase ? ExitCode - SignalBase : null;
}
