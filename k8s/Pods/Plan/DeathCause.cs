namespace Spindle.Pods.Plan;

/// <summary>Why an executor pod is gone. Some causes are the application's own and count against its failure budget; others it is not to blame for.</summary>
public enum DeathCause
{
    /// <summary>It ended in good order.</summary>
    Completed,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It went over its memory limit.</summary>
    OutOfMemory,

    /// <summary>It went over its own limit of local disk.</summary>
    OutOfDisk,

    /// <summary>It never reached its driver.</summary>
    Unreached,

    /// <summary>The node needed its room, or was emptied.</summary>
    Evicted,

    /// <summary>A pod of a higher priority took its place.</summary>
    Preempted,

    /// <summary>Its node is gone.</summary>
    NodeLost,

    /// <summary>Somebody deleted it.</summary>
    Deleted,

    /// <summary>It did not run within the start deadline.</summary>
    NotStarted,

    /// <summary>A driver that gave its pod back until a quota has room.</summary>
    WaitsForQuota,

    /// <summary>Its driver no longer wants it.</summary>
    Unwanted,
}
