namespace Spindle.Pods.Plan;

/// <summary>What a plan keeps to; Spark's defaults where Spark has the setting.</summary>
public sealed record PodLimits
{
    /// <summary>Pods created in one wave, and deleted within one delay (<c>allocation.batch.size</c>). Waves are created together, since a node autoscaler sizes nodes by what waits at one time.</summary>
    public int BatchSize { get; init; } = 20;

    /// <summary>From one wave to the next (<c>allocation.batch.delay</c>).</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pods that may wait for a node or an image at one time (<c>allocation.maxPendingPods</c>).</summary>
    public int MaxPending { get; init; } = int.MaxValue;

    /// <summary>Executors that may be asked for in all, those that ended included (<c>allocation.maximum</c>).</summary>
    public int MaxIssued { get; init; } = int.MaxValue;

    /// <summary>How long a pod may take to run (<c>allocation.executor.timeout</c>); where none runs at all, how long the application waits.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How long every pod may be refused, as by a quota, before the application gives up.</summary>
    public TimeSpan RefusedDeadline { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long every pod may be refused for a quota that others use up, before a driver that may gives its own pod back to the one that came before it.</summary>
    public TimeSpan YieldAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether somebody starts the driver again when it has given its pod back.</summary>
    public bool MayYield { get; init; }

    /// <summary>Who uses what a quota refuses.</summary>
    public Rivals Rivals { get; init; }

    /// <summary>Drivers that came after this one and use the quota too, the most that were seen at one time. Those that cannot wait elsewhere give up youngest first, and each leaves those before it time to take its room.</summary>
    public int Juniors { get; init; }

    /// <summary>How long images may fail to arrive for reasons that may pass, while no executor runs.</summary>
    public TimeSpan PullDeadline { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long containers may run without reaching their driver, while none has. Executors give up by themselves sooner, and say so; this is for those that cannot, and for nodes so busy that starting takes long.</summary>
    public TimeSpan ReachDeadline { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A pod that was created and never seen is gone after that time (<c>executor.missingPodDetectDelta</c>).</summary>
    public TimeSpan MissingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait after the first refusal; it doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures within <see cref="FailureWindow"/> that the application survives (<c>executor.maxNumFailures</c>).</summary>
    public int MaxFailures { get; init; } = 3;

    /// <summary>Older failures are forgotten (<c>executor.failuresValidityInterval</c>).</summary>
    public TimeSpan FailureWindow { get; init; } = TimeSpan.MaxValue;

    /// <summary>False keeps pods that have ended, for somebody to look at (<c>executor.deleteOnTermination</c>).</summary>
    public bool DeleteEnded { get; init; } = true;
}
