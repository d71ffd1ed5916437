namespace Spindle.Optimizer.Stages;

/// <summary>How much work a task gets.</summary>
public sealed record TaskPlanningSettings
{
    /// <summary>Tasks that run at once: work is cut in at least as many where it is worth it.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Bytes of splits a task, about (<c>spindle.sql.files.maxPartitionBytes</c>).</summary>
    public long ScanBytes { get; init; } = 128L << 20;

    /// <summary>Bytes of an exchange's partitions a task, about (<c>spindle.sql.adaptive.advisoryPartitionSizeInBytes</c>).</summary>
    public long PartitionBytes { get; init; } = 64L << 20;

    /// <summary>Work below that is not cut for the sake of parallelism.</summary>
    public long MinimumBytes { get; init; } = 1L << 20;

    /// <summary>Whether small partitions are put together and skewed ones cut (<c>spindle.sql.adaptive.enabled</c>).</summary>
    public bool Adaptive { get; init; } = true;

    /// <summary>A join's partition is skewed past that many times the median …</summary>
    public double SkewFactor { get; init; } = 5;

    /// <summary>… and past that many bytes.</summary>
    public long SkewBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of a finished stage's output up to which every process reads it whole, so that the other side of a join need not be dealt out; negative for never (<c>spindle.sql.adaptive.autoBroadcastJoinThreshold</c>).</summary>
    public long BroadcastBytes { get; init; } = 10L << 20;

    /// <summary>Whether the keys of a finished build side rule out splits (<c>spindle.sql.optimizer.dynamicPartitionPruning.enabled</c>).</summary>
    public bool PruneSplits { get; init; } = true;

    /// <summary>Bytes of rows that a stage reads up to which its reader's one task does its work.</summary>
    public long OneTaskBytes { get; init; } = 8L << 20;

    /// <summary>Processes that each fetch what is read whole.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Rows of a range that one task makes at least.</summary>
    public long RangeRows { get; init; } = 100_000;
}
