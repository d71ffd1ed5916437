using System.Globalization;

namespace Spindle.Sql.Settings;

/// <summary>A session's settings: those given, and the defaults of the ones that the engine reads.</summary>
internal sealed class SessionSettings
{
    public const string AnsiEnabled = "spark.sql.ansi.enabled";
    public const string BatchRows = "spindle.batch.rows";
    public const string BinaryOutputStyle = "spark.sql.binaryOutputStyle";
    public const string BloomFilters = "spark.sql.optimizer.runtime.bloomFilter.enabled";
    public const string BroadcastThreshold = "spark.sql.autoBroadcastJoinThreshold";
    public const string CacheLevel = "spark.sql.defaultCacheStorageLevel";
    public const string CaseSensitive = "spark.sql.caseSensitive";
    public const string CheckpointFolder = "spark.checkpoint.dir";
    public const string ConcatBinaryAsString = "spark.sql.function.concatBinaryAsString";
    public const string DefaultSource = "spark.sql.sources.default";
    public const string DoubleQuotedIdentifiers = "spark.sql.ansi.doubleQuotedIdentifiers";
    public const string EltAsString = "spark.sql.function.eltOutputAsString";
    public const string EqualHashes = "spindle.test.equalHashes";
    public const string GroupByAliases = "spark.sql.groupByAliases";
    public const string MapKeyPolicy = "spark.sql.mapKeyDedupPolicy";
    public const string MemoryLimit = "spindle.memory.limit";
    public const string OptimizerEnabled = "spindle.optimizer.enabled";
    public const string PartitionOverwriteMode = "spark.sql.sources.partitionOverwriteMode";
    public const string PartitionPruning = "spark.sql.optimizer.dynamicPartitionPruning.enabled";
    public const string PivotMaxValues = "spark.sql.pivotMaxValues";
    public const string Pool = "spark.scheduler.pool";
    public const string RecursionLevels = "spark.sql.cteRecursionLevelLimit";
    public const string RecursionRows = "spark.sql.cteRecursionRowLimit";
    public const string RuntimeFilters = "spindle.optimizer.runtimeFilters";
    public const string ShowProgress = "spark.ui.showConsoleProgress";
    public const string ShufflePartitions = "spark.sql.shuffle.partitions";
    public const string SpillEverything = "spindle.test.spillEverything";
    public const string SpillFolder = "spindle.spill.dir";
    public const string StoreAssignmentPolicy = "spark.sql.storeAssignmentPolicy";
    public const string Threads = "spindle.threads";
    public const string TimestampType = "spark.sql.timestampType";
    public const string TimeZone = "spark.sql.session.timeZone";
    public const string TotalOverNothing = "spark.sql.analyzer.lowerEmptyGroupingSetToGlobalAggregate.enabled";
    public const string TpchScale = "spindle.tpch.scale";
    public const string TransposeMaxValues = "spark.sql.transposeMaxValues";
    public const string ViewSchemaBinding = "spark.sql.legacy.viewSchemaBindingMode";
    public const string ViewSchemaCompensation = "spark.sql.legacy.viewSchemaCompensation";
    public const string Warehouse = "spark.sql.warehouse.dir";

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> warned = new(StringComparer.Ordinal);
    private readonly Action<string> warn;
    private volatile bool started;

    /// <param name="warn">Told once of each setting that has no effect.</param>
    public SessionSettings(IEnumerable<KeyValuePair<string, string>> given, Action<string> warn)
    {
        this.warn = warn;
        foreach (var (key, value) in given)
            Set(key, value);
    }

    /// <summary>The value given, or the default; null where there is neither.</summary>
    public string? Find(string key)
    {
        lock (gate)
        {
            if (values.TryGetValue(SettingTable.NameOf(key), out var value))
                return value;
        }

        var setting = SettingTable.Find(SettingTable.NameOf(key));
        return setting?.SameAs is { } other ? Find(other) : setting?.Computed is { } computed ? computed() : setting?.Default;
    }

    /// <summary>Whether somebody gave a value.</summary>
    public bool IsGiven(string key)
    {
        lock (gate)
            return values.ContainsKey(SettingTable.NameOf(key));
    }

    /// <summary>A number of bytes; negative for never.</summary>
    public long Bytes(string key) => ByteSize.Threshold(Find(key)!)!.Value;

    /// <summary>The session's time zone.</summary>
    public Columnar.Time.TimeZone Zone => Columnar.Time.TimeZone.Find(Find(TimeZone) is "LOCAL" ? SystemZone.Id() : Find(TimeZone)!) ?? Columnar.Time.TimeZone.Utc;

    public bool Flag(string key) => Find(key) is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value is that word, in any case.</summary>
    public bool Is(string key, string word) => word.Equals(Find(key), StringComparison.OrdinalIgnoreCase);

    public long? Number(string key) => Find(key) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    public void Set(string key, string value)
    {
        key = SettingTable.NameOf(key);
        var warning = SettingTable.Check(key, value) ?? (started && SettingTable.IsOfStart(key) ? $"{key} has no effect on a session that has started" : null);
        lock (gate)
        {
            values[key] = value;
            if (warning is null || !warned.Add(key))
                return;
        }

        warn(warning);
    }

    public void Reset(string? key)
    {
        lock (gate)
        {
            if (key is null)
                values.Clear();
            else
                values.Remove(SettingTable.NameOf(key));
        }
    }

    /// <summary>From now on settings that a session takes when it is made come too late.</summary>
    public void Start() => started = true;

    /// <summary>All settings that were given, in order of their keys.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Given()
    {
        lock (gate)
            return [.. values.OrderBy(p => p.Key, StringComparer.Ordinal)];
    }
}
