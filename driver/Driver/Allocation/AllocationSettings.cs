namespace Spindle.Driver.Allocation;

/// <summary>How the number of executors follows the work (<c>spark.dynamicAllocation.*</c>). Times in milliseconds, <see cref="long.MaxValue"/> for never.</summary>
public sealed record AllocationSettings
{
    public static readonly AllocationSettings Default = new();

    /// <summary>False keeps as many executors as the application was given.</summary>
    public bool Enabled { get; init; }

    public int Least { get; init; }

    public int Most { get; init; } = int.MaxValue;

    /// <summary>Wanted before there is any work.</summary>
    public int Initial { get; init; }

    /// <summary>How long an executor may stand idle that holds nothing.</summary>
    public long IdleTimeout { get; init; } = 60_000;

    /// <summary>How long one may that keeps rows of cached datasets.</summary>
    public long CachedIdleTimeout { get; init; } = long.MaxValue;

    /// <summary>How long tasks may wait before there is another executor for them.</summary>
    public long BacklogTimeout { get; init; } = 1_000;

    /// <summary>From then on, from each addition to the next; null for the same.</summary>
    public long? SustainedBacklogTimeout { get; init; }

    /// <summary>Executors for each that the tasks would fill.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>Whether an executor with map outputs of a job that runs is idle for longer than others: for <see cref="ShuffleTimeout"/>.</summary>
    public bool TracksShuffle { get; init; } = true;

    public long ShuffleTimeout { get; init; } = long.MaxValue;

    /// <summary>Tasks that one executor runs at once.</summary>
    public int Slots { get; init; } = 1;
}
