using Spindle.Driver.Scheduling;
using Spindle.Optimizer.Stages;

namespace Spindle.Driver.Cluster;

/// <summary>How many executors of what size, and how their driver behaves.</summary>
/// <param name="Executors">Wanted; one that is lost is replaced.</param>
/// <param name="Cores">Tasks that each runs at once.</param>
/// <param name="Memory">Bytes that each may use.</param>
public sealed record ClusterSettings(int Executors, int Cores, long Memory)
{
    /// <summary>The application's id: shown by certificates, part of folders' names.</summary>
    public required string Application { get; init; }

    public SchedulingSettings Scheduling { get; init; } = SchedulingSettings.Default;

    public TaskPlanningSettings Planning { get; init; } = new();

    /// <summary>Partitions of exchanges before small ones are put together (<c>spindle.sql.shuffle.partitions</c>).</summary>
    public int ShufflePartitions { get; init; } = 200;

    /// <summary>Estimated bytes of rows that a partition is to hold, so that there are fewer where there is little; 0 where their number was given.</summary>
    public long ShufflePartitionBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of rows up to which a join's build side goes whole to every executor.</summary>
    public long BroadcastThreshold { get; init; } = 10 << 20;

    /// <summary>Estimated bytes of a build side's keys up to which scans of other stages wait for them (<c>spindle.sql.optimizer.runtime.bloomFilter.creationSideThreshold</c>); negative for never.</summary>
    public long FilterBuildBytes { get; init; } = 10 << 20;

    /// <summary>Estimated bytes of a scan from which on it is worth waiting (<c>spindle.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold</c>).</summary>
    public long FilterScanBytes { get; init; } = 10 << 20;

    /// <summary>Executors that may be lost before the application gives up (<c>spindle.executor.maxNumFailures</c>).</summary>
    public int MaxExecutorFailures { get; init; } = int.MaxValue;

    /// <summary>How long the first executor may take to connect; infinite where the launcher says by itself that none will.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the platform may take to say why an executor's connection broke.</summary>
    public TimeSpan ExitNews { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the driver listens for executors.</summary>
    public System.Net.IPEndPoint ListenAddress { get; init; } = new(System.Net.IPAddress.Loopback, 0);

    /// <summary>The name or address that executors dial; null for the one that is listened at (<c>spindle.driver.host</c>).</summary>
    public string? DriverHost { get; init; }

    /// <summary>Where the event log is written; null for nowhere (<c>spindle.eventLog.dir</c>).</summary>
    public string? EventLogFolder { get; init; }

    /// <summary>Whether the event log goes on in another file past <see cref="EventLogFileBytes"/>.</summary>
    public bool EventLogRolls { get; init; }

    public long EventLogFileBytes { get; init; } = 128L << 20;

    /// <summary>Files of the event log that are kept.</summary>
    public int EventLogFiles { get; init; } = int.MaxValue;

    /// <summary>Where <c>/metrics</c> is served; null for nowhere.</summary>
    public System.Net.IPEndPoint? MetricsAddress { get; init; }

    /// <summary>Executors that plans are made for: with dynamic allocation those that there may be, where that is bounded.</summary>
    public int Planned => Scheduling.Allocation is { Enabled: true, Most: < int.MaxValue and var most } ? Math.Max(most, Executors) : Executors;

    /// <summary>Where executors keep files.</summary>
    public string LocalFolder { get; init; } = Path.GetTempPath();

    /// <summary>Bytes of a task's result that come with the news of its end; more is fetched (<c>spindle.task.maxDirectResultSize</c>).</summary>
    public long MaxDirectResultSize { get; init; } = 1 << 20;

    /// <summary>Tasks run where much of their input lies, where a slot is free there (<c>spindle.shuffle.reduceLocality.enabled</c>).</summary>
    public bool ReduceLocality { get; init; } = true;

    /// <summary>Bytes of a piece of a broadcast variable (<c>spindle.broadcast.blockSize</c>).</summary>
    public int BroadcastPieceLength { get; init; } = 4 << 20;

    /// <summary>Bytes of any one message between driver and executors (<c>spindle.rpc.message.maxSize</c>).</summary>
    public int MaxMessageLength { get; init; } = 128 << 20;

    /// <summary>Rows that a task returns at most when its output is sampled for ranges (<c>spindle.sql.execution.rangeExchange.sampleSizePerPartition</c>).</summary>
    public int SampleRows { get; init; } = 1_000;

    /// <summary>Where executors that leave put blocks that no peer takes; null for nowhere (<c>spindle.storage.decommission.fallbackStorage.path</c>).</summary>
    public string? FallbackPath { get; init; }

    /// <summary>Whether these blocks are removed when nobody needs them any more (<c>spindle.storage.decommission.fallbackStorage.cleanUp</c>).</summary>
    public bool CleansFallback { get; init; } = true;

    /// <summary>What executors are told besides.</summary>
    public IReadOnlyDictionary<string, string> ExecutorSettings { get; init; } = new Dictionary<string, string>();
}
