using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Driver.Allocation;
using Spindle.Driver.Cluster;
using Spindle.Driver.Scheduling;
using Spindle.Launch;
using Spindle.Optimizer.Stages;
using static Spindle.Driver.Settings.SettingText;

namespace Spindle.Driver.Settings;

/// <summary>Every setting that the driver reads, under Spark's names and with Spark's defaults; and those of Spark's that it knows and does not follow.</summary>
public static class DriverSettings
{
    private const string Whole = "a whole number";
    private const string Yes = "true or false";
    private const string Duration = "a time, as 100ms or 3s";
    private const string Endless = "infinity";
    private const string Patience = "a time, as 100ms or 3s, or infinity";
    private const string Bytes = "a size, as 512m or 2g";

    /// <summary>The table.</summary>
    public static IReadOnlyList<DriverSetting> All { get; } =
    [
        Scheduling("task.maxFailures", "4", Whole, (s, v) => s with { TaskMaxFailures = Count(v, 1) }),
        Scheduling("task.cpus", "1", Whole, (s, v) => s with { TaskSlots = Count(v, 1) }),
        Scheduling("stage.maxConsecutiveAttempts", "4", Whole, (s, v) => s with { StageMaxConsecutiveAttempts = Count(v, 1) }),
        Scheduling("scheduler.mode", "FIFO", "FIFO or FAIR", (s, v) => s with { FairPools = v.ToUpperInvariant() switch { "FAIR" => true, "FIFO" => false, _ => throw new FormatException() } }),
        Scheduling("scheduler.allocation.file", "", "an XML file of pools, each with a name of its own, as Spark's fairscheduler.xml", (s, v) => v.Length == 0 ? s : s with { Pools = PoolFile.Read(v) }),
        Scheduling("scheduler.numCancelledJobGroupsToTrack", "1000", Whole, (s, v) => s with { CancelledGroupsToTrack = Count(v, 1) }),
        Scheduling("locality.wait", "3s", Duration, (s, v) => s with { LocalityWaitProcess = Time(v), LocalityWaitNode = Time(v) }),
        Scheduling("locality.wait.process", "3s", Duration, (s, v) => s with { LocalityWaitProcess = Time(v) }),
        Scheduling("locality.wait.node", "3s", Duration, (s, v) => s with { LocalityWaitNode = Time(v) }),
        Scheduling("speculation", "false", Yes, (s, v) => s with { Speculation = Flag(v) }),
        Scheduling("speculation.interval", "100ms", Duration, (s, v) => s with { SpeculationInterval = Math.Max(1, Time(v)) }),
        Scheduling("speculation.multiplier", "3", "a number above 1", (s, v) => s with { SpeculationMultiplier = Number(v, 1, 1e6) }),
        Scheduling("speculation.quantile", "0.9", "a number from 0 to 1", (s, v) => s with { SpeculationQuantile = Number(v, 0, 1) }),
        Scheduling("speculation.minTaskRuntime", "100ms", Duration, (s, v) => s with { SpeculationMinRuntime = Time(v) }),
        Scheduling("excludeOnFailure.enabled", "false", Yes, (s, v) => s with { ExcludeOnFailure = Flag(v) }),
        Scheduling("excludeOnFailure.timeout", "1h", Duration, (s, v) => s with { ExclusionTimeout = Time(v) }),
        Scheduling("excludeOnFailure.task.maxTaskAttemptsPerExecutor", "1", Whole, (s, v) => s with { TaskAttemptsPerExecutor = Count(v, 1) }),
        Scheduling("excludeOnFailure.task.maxTaskAttemptsPerNode", "2", Whole, (s, v) => s with { TaskAttemptsPerNode = Count(v, 1) }),
        Scheduling("excludeOnFailure.stage.maxFailedTasksPerExecutor", "2", Whole, (s, v) => s with { StageFailedTasksPerExecutor = Count(v, 1) }),
        Scheduling("excludeOnFailure.stage.maxFailedExecutorsPerNode", "2", Whole, (s, v) => s with { StageFailedExecutorsPerNode = Count(v, 1) }),
        Scheduling("excludeOnFailure.application.maxFailedTasksPerExecutor", "2", Whole, (s, v) => s with { ApplicationFailedTasksPerExecutor = Count(v, 1) }),
        Scheduling("excludeOnFailure.application.maxFailedExecutorsPerNode", "2", Whole, (s, v) => s with { ApplicationFailedExecutorsPerNode = Count(v, 1) }),
        Scheduling("scheduler.excludeOnFailure.unschedulableTaskSetTimeout", "120s", Duration, (s, v) => s with { UnschedulableTimeout = Time(v, "s") }),
        Allocation("enabled", "false", Yes, (a, v) => a with { Enabled = Flag(v) }),
        Allocation("minExecutors", "0", Whole, (a, v) => a with { Least = Count(v) }),
        Allocation("maxExecutors", "infinity", "a whole number, or infinity", (a, v) => a with { Most = v == Endless ? int.MaxValue : Count(v, 1) }),
        Allocation("initialExecutors", "0", "a whole number; at least minExecutors and the number that the application was given", (a, v) => a with { Initial = Count(v) }),
        Allocation("executorIdleTimeout", "60s", Duration, (a, v) => a with { IdleTimeout = Time(v, "s") }),
        Allocation("cachedExecutorIdleTimeout", Endless, Patience, (a, v) => a with { CachedIdleTimeout = Endlessly(v) }),
        Allocation("schedulerBacklogTimeout", "1s", Duration, (a, v) => a with { BacklogTimeout = Time(v, "s") }),
        Allocation("sustainedSchedulerBacklogTimeout", "", "a time, as 100ms or 3s; nothing for schedulerBacklogTimeout", (a, v) => v.Length == 0 ? a : a with { SustainedBacklogTimeout = Time(v, "s") }),
        Allocation("executorAllocationRatio", "1.0", "a number above 0, at most 1", (a, v) => a with { Ratio = Number(v, 0.001, 1) }),
        Allocation("shuffleTracking.enabled", "true", Yes, (a, v) => a with { TracksShuffle = Flag(v) }),
        Allocation("shuffleTracking.timeout", Endless, Patience, (a, v) => a with { ShuffleTimeout = Endlessly(v) }),
        Scheduling("network.timeout", "120s", Duration, (s, v) => s with { ExecutorTimeout = Time(v, "s") }),
        Scheduling("driver.maxResultSize", "1g", Bytes, (s, v) => s with { MaxResultSize = Size(v) }),
        Scheduling("shuffle.minNumPartitionsToHighlyCompress", "2000", Whole, (s, v) => s with { CompressSizesFrom = Count(v, 1) }),
        Scheduling("shuffle.accurateBlockThreshold", "100m", Bytes, (s, v) => s with { AccurateBlockThreshold = Size(v) }),
        Scheduling("sql.shuffle.orderIndependentChecksum.enabled", "true", Yes, (s, v) => s with { OrderIndependentChecksum = Flag(v) }),
        Planning("sql.files.maxPartitionBytes", "128MB", Bytes, (p, v) => p with { ScanBytes = Math.Max(1, Size(v)) }),
        Planning("sql.adaptive.enabled", "true", Yes, (p, v) => p with { Adaptive = Flag(v) }),
        Planning("sql.adaptive.advisoryPartitionSizeInBytes", "64MB", Bytes, (p, v) => p with { PartitionBytes = Math.Max(1, Size(v)) }),
        Planning("sql.adaptive.coalescePartitions.minPartitionSize", "1MB", Bytes, (p, v) => p with { MinimumBytes = Math.Max(1, Size(v)) }),
        Planning("sql.adaptive.skewJoin.skewedPartitionFactor", "5.0", "a number", (p, v) => p with { SkewFactor = Number(v, 1, 1e9) }),
        Planning("sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "256MB", Bytes, (p, v) => p with { SkewBytes = Size(v) }),
        new("sql.shuffle.partitions", "", "a whole number; nothing for as many as the rows are worth, at most 200", (c, v) => v.Length == 0 ? c : c with { ShufflePartitions = Count(v, 1), ShufflePartitionBytes = 0 }),
        new("sql.autoBroadcastJoinThreshold", "10MB", Bytes, (c, v) => c with { BroadcastThreshold = Size(v), Planning = c.Planning with { BroadcastBytes = Size(v) } }),
        // What is left out is the limit above, which comes first.
        new("sql.adaptive.autoBroadcastJoinThreshold", "", Bytes, (c, v) => v.Length == 0 ? c : c with { Planning = c.Planning with { BroadcastBytes = Size(v) } }),
        Planning("sql.optimizer.dynamicPartitionPruning.enabled", "true", Yes, (p, v) => p with { PruneSplits = Flag(v) }),
        new("sql.optimizer.runtime.bloomFilter.creationSideThreshold", "10MB", Bytes, (c, v) => c with { FilterBuildBytes = Size(v) }),
        new("sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold", "10MB", Bytes, (c, v) => c with { FilterScanBytes = Size(v) }),
        // After the limit that it overrules.
        new("sql.optimizer.runtime.bloomFilter.enabled", "true", Yes, (c, v) => Flag(v) ? c : c with { FilterBuildBytes = -1 }),
        new("sql.execution.rangeExchange.sampleSizePerPartition", "100", Whole, (c, v) => c with { SampleRows = Count(v, 1) * 10 }),
        new("task.maxDirectResultSize", "1m", Bytes, (c, v) => c with { MaxDirectResultSize = Size(v) }),
        new("rpc.message.maxSize", "128", "a whole number of MiB, at most 1024", (c, v) => Told(c with { MaxMessageLength = (int)Number(v, 1, 1024) << 20 }, "spindle.rpc.message.maxSize", ((int)Number(v, 1, 1024) << 20).ToString(CultureInfo.InvariantCulture), "134217728")),
        new("shuffle.reduceLocality.enabled", "true", Yes, (c, v) => c with { ReduceLocality = Flag(v) }),
        new("broadcast.blockSize", "4m", Bytes, (c, v) => c with { BroadcastPieceLength = (int)Math.Clamp(Size(v, "k"), 1 << 10, 64 << 20) }),
        new("executor.decommission.forceKillTimeout", "30s", Duration, (c, v) => Told(c, "spindle.executor.decommission.timeout", Time(v).ToString(CultureInfo.InvariantCulture), "30000")),
        new("executor.maxNumFailures", int.MaxValue.ToString(CultureInfo.InvariantCulture), Whole, (c, v) => c with { MaxExecutorFailures = Count(v, 0) }),
        new("executor.heartbeatInterval", "10s", Duration, (c, v) => Told(c, "spindle.executor.heartbeatInterval", Time(v).ToString(CultureInfo.InvariantCulture))),
        new("executor.driverTimeout", "60s", Duration, (c, v) => Time(v) == 60_000 ? c : Told(c, "spindle.executor.driverTimeout", Time(v).ToString(CultureInfo.InvariantCulture))),
        new("shuffle.fetch.timeout", "60s", Duration, (c, v) => Time(v) == 60_000 ? c : Told(c, "spindle.shuffle.fetch.timeout", Time(v).ToString(CultureInfo.InvariantCulture))),
        new("scheduler.maxRegisteredResourcesWaitingTime", "60s", Duration, (c, v) => c with { StartTimeout = TimeSpan.FromMilliseconds(Math.Max(1, Time(v))) }),
        new("driver.host", "", "the name or address at which executors reach the driver", (c, v) => v.Length == 0 ? c : c with { DriverHost = v }),
        new("driver.port", "0", "a port, or 0 for any that is free", (c, v) => c with { ListenAddress = new(c.ListenAddress.Address, Count(v)) }),
        new("driver.bindAddress", "", "an address of this machine", (c, v) => v.Length == 0 ? c : c with { ListenAddress = new(System.Net.IPAddress.Parse(v), c.ListenAddress.Port) }),
        new("local.dir", "", "a folder", (c, v) => v.Length == 0 ? c : c with { LocalFolder = v }),
        new("eventLog.dir", "", "a folder, or s3://bucket/path", (c, v) => v.Length == 0 ? c : c with { EventLogFolder = v }),
        new("eventLog.enabled", "", "true or false; nothing for a log where a folder is named", (c, v) =>
            v.Length == 0 ? c : Flag(v) ? c with { EventLogFolder = c.EventLogFolder ?? Path.Combine(Path.GetTempPath(), "spindle-events") } : c with { EventLogFolder = null }),
        new("eventLog.rolling.enabled", "false", Yes, (c, v) => c with { EventLogRolls = Flag(v) }),
        new("eventLog.rolling.maxFileSize", "128m", Bytes, (c, v) => c with { EventLogFileBytes = Math.Max(1, Size(v)) }),
        new("eventLog.rolling.maxFilesToRetain", int.MaxValue.ToString(CultureInfo.InvariantCulture), Whole, (c, v) => c with { EventLogFiles = Count(v, 1) }),
        new("metrics.address", "", "an address to serve /metrics at, as 127.0.0.1:4040", (c, v) => v.Length == 0 ? c : c with { MetricsAddress = System.Net.IPEndPoint.Parse(v) }),
        new("decommission.enabled", "true", Yes, (c, v) => Told(c, "spindle.decommission.enabled", Flag(v) ? "true" : "false", "true")),
        new("storage.decommission.fallbackStorage.path", "", "s3://bucket/path, or a folder that all executors see", (c, v) => v.Length == 0 ? c : Told(c with { FallbackPath = v }, FallbackStorage.PathSetting, v)),
        // Other than Spark's, which leaves what nobody reads any more.
        new("storage.decommission.fallbackStorage.cleanUp", "true", Yes, (c, v) => c with { CleansFallback = Flag(v) }),
        new("io.compression.codec", "lz4", "lz4, zstd or none", (c, v) => Told(c, "spindle.io.compression.codec", v is "lz4" or "zstd" or "none" ? v : throw new FormatException(), "lz4")),
        new("shuffle.compress", "true", Yes, (c, v) => Flag(v) ? c : Told(c, "spindle.io.compression.codec", "none")),
        new("reducer.maxSizeInFlight", "48m", Bytes, (c, v) => Told(c, "spindle.reducer.maxSizeInFlight", Math.Max(1, Size(v, "m")).ToString(CultureInfo.InvariantCulture), "50331648")),
    ];

    /// <summary>Settings of Spark's that are known and have no effect here: who gives one is warned.</summary>
    public static IReadOnlyList<string> Unsupported { get; } =
    [
        "barrier.sync.timeout", "cleaner.referenceTracking", "driver.cores", "driver.memory", "driver.memoryOverhead", "eventLog.compress",
        "excludeOnFailure.application.fetchFailure.enabled", "excludeOnFailure.killExcludedExecutors", "executor.cores", "executor.extraJavaOptions",
        "executor.heartbeat.maxFailures", "executor.instances", "executor.memory", "executor.memoryOverhead", "locality.wait.rack", "memory.fraction",
        "memory.storageFraction", "network.crypto.enabled", "reducer.maxReqsInFlight",
        "scheduler.minRegisteredResourcesRatio", "serializer", "shuffle.io.maxRetries", "shuffle.io.retryWait", "shuffle.manager", "shuffle.push.enabled",
        "shuffle.service.enabled", "shuffle.sort.bypassMergeThreshold", "shuffle.spill.compress", "speculation.efficiency.enabled",
        "speculation.task.duration.threshold", "stage.ignoreDecommissionFetchFailure", "stage.maxAttempts", "storage.decommission.enabled", "task.reaper.enabled", "ui.enabled",
    ];

    // What begins like that is the driver's to know; other settings are read in other rooms.
    private static readonly string[] Families =
        ["task.", "stage.", "speculation", "locality.", "excludeOnFailure.", "scheduler.", "executor.", "decommission.", "dynamicAllocation.", "shuffle.", "reducer.", "network.", "eventLog.", "driver.max"];

    /// <summary>The cluster's settings with what was given.</summary>
    /// <param name="warn">Told of settings that have no effect.</param>
    /// <exception cref="SpindleException">A setting of the driver's is not known, or does not take its value.</exception>
    public static ClusterSettings Read(ClusterSettings standard, IEnumerable<KeyValuePair<string, string>> given, Action<string> warn)
    {
        var settings = standard;
        // In the table's order: the general wait before the special ones.
        var named = given.Select(g => (Name: NameOf(g.Key), g.Key, g.Value)).Where(g => g.Name is not null).ToList();
        foreach (var row in All)
            foreach (var (_, key, value) in named.Where(n => n.Name == row.Name))
                settings = Apply(row, settings, key, value);
        foreach (var (name, key, _) in named.Where(n => All.All(row => row.Name != n.Name)))
        {
            if (Unsupported.Contains(name))
                warn($"{key} has no effect");
            else if (Families.Any(f => name!.StartsWith(f, StringComparison.Ordinal)))
                throw Unknown(key, name!);
        }

        return settings;
    }

    private static string? NameOf(string key) =>
        key.StartsWith("spindle.", StringComparison.Ordinal) ? key["spindle.".Length..] : key.StartsWith("spark.", StringComparison.Ordinal) ? key["spark.".Length..] : null;

    private static ClusterSettings Apply(DriverSetting row, ClusterSettings settings, string key, string value)
    {
        try
        {
            return row.Apply(settings, value);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            throw new SpindleException(new ErrorClass("INVALID_CONF_VALUE.TYPE_MISMATCH", "22022"), $"{key} is '{value}', but takes {row.Form}",
                parameters: new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value, ["confType"] = row.Form });
        }
    }

    private static SpindleException Unknown(string key, string name)
    {
        var nearest = All.Select(r => r.Name).Concat(Unsupported).MinBy(known => Distance(known, name))!;
        return new SpindleException(new ErrorClass("SPINDLE_UNKNOWN_SETTING", "42616"), $"there is no setting {key}; did you mean spindle.{nearest}?",
            parameters: new Dictionary<string, string> { ["confName"] = key, ["suggestion"] = $"spindle.{nearest}" })
        { Hint = $"did you mean spindle.{nearest}?" };
    }

    /// <summary>Characters to add, drop or change.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var (diagonal, before) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = before = Math.Min(Math.Min(above, before) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    private static DriverSetting Scheduling(string name, string standard, string form, Func<SchedulingSettings, string, SchedulingSettings> apply) =>
        new(name, standard, form, (c, v) => c with { Scheduling = apply(c.Scheduling, v) });

    private static DriverSetting Allocation(string name, string standard, string form, Func<AllocationSettings, string, AllocationSettings> apply) =>
        Scheduling($"dynamicAllocation.{name}", standard, form, (s, v) => s with { Allocation = apply(s.Allocation, v) });

    private static long Endlessly(string text) => text == Endless ? long.MaxValue : Time(text, "s");

    private static DriverSetting Planning(string name, string standard, string form, Func<TaskPlanningSettings, string, TaskPlanningSettings> apply) =>
        new(name, standard, form, (c, v) => c with { Planning = apply(c.Planning, v) });

    /// <param name="standard">What executors take without being told.</param>
    private static ClusterSettings Told(ClusterSettings settings, string key, string value, string? standard = null) => value == standard && !settings.ExecutorSettings.ContainsKey(key) ? settings :
        settings with { ExecutorSettings = new Dictionary<string, string>(settings.ExecutorSettings) { [key] = value } };
}
