namespace Spindle.Optimizer;

/// <summary>Where a plan runs: what physical planning places exchanges for.</summary>
public sealed record Topology
{
    /// <summary>One process: its threads share every table, so there is nothing to exchange.</summary>
    public static readonly Topology OneProcess = new();

    private Topology()
    {
    }

    /// <summary>True where tasks run in several processes.</summary>
    public bool IsCluster { get; private init; }

    /// <summary>Tasks that run at once.</summary>
    public int Slots { get; private init; } = 1;

    /// <summary>Partitions of an exchange by hash or by range, before small ones are put together.</summary>
    public int ShufflePartitions { get; private init; } = 1;

    /// <summary>Estimated bytes of rows that a partition of an exchange is to hold, so that fewer than <see cref="ShufflePartitions"/> do where there is little; 0 where their number is given.</summary>
    public long PartitionBytes { get; init; }

    /// <summary>Estimated bytes of rows up to which a join's build side goes whole to every executor; negative for never, where the join can do without.</summary>
    public long BroadcastThreshold { get; private init; }

    /// <summary>Estimated bytes of rows up to which one task sorts them alone: cheaper than sampling, dealing them out and sorting in several.</summary>
    public long SingleSortThreshold { get; private init; }

    /// <summary>Estimated bytes of a build side's keys up to which scans of other stages wait for them; negative for never.</summary>
    public long FilterBuildBytes { get; init; } = 10 << 20;

    /// <summary>Estimated bytes that such a scan gives at least.</summary>
    public long FilterScanBytes { get; init; } = 10 << 20;

    /// <summary>As many partitions as rows of that many bytes are worth, in whole turns of the slots.</summary>
    internal Topology For(double bytes)
    {
        if (PartitionBytes <= 0 || !double.IsFinite(bytes))
            return this;
        var turns = Math.Clamp(bytes / PartitionBytes / Slots, LeastTurns, ShufflePartitions);
        return this with { ShufflePartitions = Math.Min(ShufflePartitions, (int)Math.Ceiling(turns) * Slots) };
    }

    // Skewed partitions can be told apart, and put together evenly, only where there are a few for each slot.
    private const int LeastTurns = 4;

    /// <summary>The same processes for a query that asks otherwise: a number of partitions, bytes of a join's side that goes everywhere; null leaves what is. One process stays as it is.</summary>
    public Topology With(int? shufflePartitions, long? broadcastThreshold)
    {
        if (!IsCluster)
            return this;
        var asked = shufflePartitions is { } partitions ? this with { ShufflePartitions = partitions, PartitionBytes = 0 } : this;
        return broadcastThreshold is { } bytes ? asked with { BroadcastThreshold = bytes } : asked;
    }

    /// <param name="executors">Processes expected.</param>
    /// <param name="cores">Task slots of each.</param>
    public static Topology Cluster(int executors, int cores, int shufflePartitions = 200, long broadcastThreshold = 10 << 20, long singleSortThreshold = 4 << 20) => new()
    {
        IsCluster = true,
        Slots = Math.Max(1, executors * cores),
        ShufflePartitions = Math.Max(1, shufflePartitions),
        BroadcastThreshold = broadcastThreshold,
        SingleSortThreshold = singleSortThreshold,
    };
}
