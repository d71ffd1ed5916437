using Spindle.Columnar.Types;
using Spindle.Driver.Allocation;

namespace Spindle.Driver.Scheduling;

/// <summary>What the job machine's decisions depend on. Times in milliseconds, sizes in bytes.</summary>
public sealed record SchedulingSettings
{
    public static readonly SchedulingSettings Default = new();

    /// <summary>Failures of one task that fail its job.</summary>
    public int TaskMaxFailures { get; init; } = 4;

    /// <summary>Attempts of a stage in a row that fetch failures may end.</summary>
    public int StageMaxConsecutiveAttempts { get; init; } = 4;

    public int TaskSlots { get; init; } = 1;

    public bool FairPools { get; init; }

    /// <summary>Pools that are not as others, where they share the executors.</summary>
    public ValueList<PoolSettings> Pools { get; init; } = [];

    public long LocalityWaitProcess { get; init; } = 3_000;

    public long LocalityWaitNode { get; init; } = 3_000;

    public bool Speculation { get; init; }

    public long SpeculationInterval { get; init; } = 100;

    public double SpeculationMultiplier { get; init; } = 3;

    public double SpeculationQuantile { get; init; } = 0.9;

    public long SpeculationMinRuntime { get; init; } = 100;

    public bool ExcludeOnFailure { get; init; }

    public int TaskAttemptsPerExecutor { get; init; } = 1;

    public int TaskAttemptsPerNode { get; init; } = 2;

    public int StageFailedTasksPerExecutor { get; init; } = 2;

    public int StageFailedExecutorsPerNode { get; init; } = 2;

    public int ApplicationFailedTasksPerExecutor { get; init; } = 2;

    public int ApplicationFailedExecutorsPerNode { get; init; } = 2;

    public long ExclusionTimeout { get; init; } = 3_600_000;

    /// <summary>How long tasks may wait that no executor may take before their job fails.</summary>
    public long UnschedulableTimeout { get; init; } = 120_000;

    /// <summary>Silence after which an executor is dead.</summary>
    public long ExecutorTimeout { get; init; } = 120_000;

    /// <summary>Bytes of all results of one job; 0 for no cap.</summary>
    public long MaxResultSize { get; init; } = 1L << 30;

    /// <summary>Bytes of results that wait for their reader before only the next partition's task is started.</summary>
    public long ResultWindow { get; init; } = 64L << 20;

    /// <summary>Compare the checksums of recomputed maps.</summary>
    public bool OrderIndependentChecksum { get; init; } = true;

    /// <summary>Partitions from which on sizes are kept as one byte.</summary>
    public int CompressSizesFrom { get; init; } = 2_000;

    /// <summary>Sizes kept exactly although the others are compressed.</summary>
    public long AccurateBlockThreshold { get; init; } = 100L << 20;

    public int CancelledGroupsToTrack { get; init; } = 1_000;

    /// <summary>How the number of executors follows the work.</summary>
    public AllocationSettings Allocation { get; init; } = AllocationSettings.Default;

    /// <summary>Whether someone wants to know which executors hold blocks that others need.</summary>
    public bool TellsHoldings { get; init; }
}
