namespace Spindle.Pods.Plan;

/// <summary>Why an application ends though its queries are not at fault.</summary>
public enum StopReason
{
    /// <summary>The API server does not let executor pods in.</summary>
    Refused,

    /// <summary>The executors' image cannot be had.</summary>
    Image,

    /// <summary>No executor ran within the start deadline.</summary>
    NotStarted,

    /// <summary>Executors run and do not reach their driver.</summary>
    Unreached,

    /// <summary>Others use up a quota, and this driver's own pod stands in the way of one that came before it.</summary>
    WaitsForQuota,

    /// <summary>More executors failed than the application survives.</summary>
    Failures,
}
