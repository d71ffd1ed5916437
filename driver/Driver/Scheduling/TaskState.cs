namespace Spindle.Driver.Scheduling;

/// <summary>One partition of a stage: its live attempts, and how often it failed.</summary>
internal sealed class TaskState
{
    /// <summary>Live attempts: one, or two while speculating.</summary>
    public List<Attempt> Live { get; } = new(1);

    /// <summary>Its result stands: on an executor (map) or in the driver's hands.</summary>
    public bool Done { get; set; }

    public int NextAttempt { get; set; }

    public int Failures { get; set; }

    /// <summary>The attempt that may commit; -1 for none.</summary>
    public int Authorised { get; set; } = -1;

    /// <summary>Asked for a second attempt, which has not been placed yet.</summary>
    public bool WantsCopy { get; set; }

    /// <summary>Executors on which it failed: another one is tried first, where there is one. Made with the first failure.</summary>
    public HashSet<string>? Avoided { get; set; }

    /// <summary>Executors and nodes on which it failed, with how often; made with the first failure.</summary>
    public Dictionary<string, int>? FailedOnExecutor { get; set; }

    public Dictionary<string, int>? FailedOnNode { get; set; }
}
