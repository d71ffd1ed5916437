using System.Globalization;
using Spindle.Columnar.Errors;

namespace Spindle.Sql.Settings;

/// <summary>A session's settings: those given, and the defaults of the ones that the engine reads.</summary>
internal sealed class SessionSettings
{
    public const string AnsiEnabled = "spark.sql.ansi.enabled";
    public const string BatchRows = "spindle.batch.rows";
    public const string CaseSensitive = "spark.sql.caseSensitive";
    public const string CheckpointFolder = "spark.checkpoint.dir";
    public const string DefaultSource = "spark.sql.sources.default";
    public const string DoubleQuotedIdentifiers = "spark.sql.ansi.doubleQuotedIdentifiers";
    public const string EqualHashes = "spindle.test.equalHashes";
    public const string MemoryLimit = "spindle.memory.limit";
    public const string OptimizerEnabled = "spindle.optimizer.enabled";
    public const string PartitionOverwriteMode = "spark.sql.sources.partitionOverwriteMode";
    public const string PivotMaxValues = "spark.sql.pivotMaxValues";
    public const string Pool = "spark.scheduler.pool";
    public const string RecursionLevels = "spark.sql.cteRecursionLevelLimit";
    public const string RecursionRows = "spark.sql.cteRecursionRowLimit";
    public const string RuntimeFilters = "spindle.optimizer.runtimeFilters";
    public const string ShowProgress = "spark.ui.showConsoleProgress";
    public const string SpillEverything = "spindle.test.spillEverything";
    public const string SpillFolder = "spindle.spill.dir";
    public const string Threads = "spindle.threads";
    public const string TimestampType = "spark.sql.timestampType";
    public const string TimeZone = "spark.sql.session.timeZone";
    public const string TotalOverNothing = "spark.sql.analyzer.lowerEmptyGroupingSetToGlobalAggregate.enabled";
    public const string TpchScale = "spindle.tpch.scale";
    public const string TransposeMaxValues = "spark.sql.transposeMaxValues";
    public const string ViewSchemaBinding = "spark.sql.legacy.viewSchemaBindingMode";
    public const string ViewSchemaCompensation = "spark.sql.legacy.viewSchemaCompensation";
    public const string Warehouse = "spark.sql.warehouse.dir";

    private static readonly Dictionary<string, Func<string>> Defaults = new(StringComparer.Ordinal)
    {
        [AnsiEnabled] = () => "true",
        [BatchRows] = () => Columnar.Vectors.RecordBatch.TargetRows.ToString(CultureInfo.InvariantCulture),
        [CaseSensitive] = () => "false",
        [DefaultSource] = () => "parquet",
        [DoubleQuotedIdentifiers] = () => "false",
        [EqualHashes] = () => "false",
        [OptimizerEnabled] = () => "true",
        [PartitionOverwriteMode] = () => "static",
        [PivotMaxValues] = () => "10000",
        [RecursionLevels] = () => "100",
        [RecursionRows] = () => "1000000",
        [RuntimeFilters] = () => "true",
        [ShowProgress] = () => "true",
        [SpillEverything] = () => "false",
        [TimestampType] = () => "TIMESTAMP_LTZ",
        [TimeZone] = SystemZone.Id,
        [TotalOverNothing] = () => "true",
        [TpchScale] = () => "1",
        [TransposeMaxValues] = () => "500",
        [ViewSchemaBinding] = () => "true",
        [ViewSchemaCompensation] = () => "true",
        [Warehouse] = () => "spark-warehouse",
        ["spark.sql.decimalOperations.allowPrecisionLoss"] = () => "true",
        ["spark.sql.groupByOrdinal"] = () => "true",
        ["spark.sql.legacy.codingErrorAction"] = () => "false",
        ["spark.sql.legacy.javaCharsets"] = () => "false",
        ["spark.sql.orderByOrdinal"] = () => "true",
        ["spark.sql.shuffle.partitions"] = () => "200",
    };

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> values;

    /// <summary>The keys that have a default.</summary>
    public static IReadOnlyCollection<string> Standard => Defaults.Keys;

    public SessionSettings(IEnumerable<KeyValuePair<string, string>> given)
    {
        values = new(StringComparer.Ordinal);
        foreach (var (key, value) in given)
            Set(key, value);
    }

    /// <summary>The value given, or the default; null where there is neither.</summary>
    public string? Find(string key)
    {
        lock (gate)
        {
            return values.TryGetValue(key, out var value) ? value : Defaults.TryGetValue(key, out var standard) ? standard() : null;
        }
    }

    /// <summary>The session's time zone.</summary>
    public Columnar.Time.TimeZone Zone => Columnar.Time.TimeZone.Find(Find(TimeZone) is "LOCAL" ? SystemZone.Id() : Find(TimeZone)!) ?? Columnar.Time.TimeZone.Utc;

    public bool Flag(string key) => Find(key) is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public long? Number(string key) => Find(key) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    public void Set(string key, string value)
    {
        Check(key, value);
        lock (gate)
            values[key] = value;
    }

    public void Reset(string? key)
    {
        lock (gate)
        {
            if (key is null)
                values.Clear();
            else
                values.Remove(key);
        }
    }

    /// <summary>All settings that were given, in order of their keys.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Given()
    {
        lock (gate)
            return [.. values.OrderBy(p => p.Key, StringComparer.Ordinal)];
    }

    private static void Check(string key, string value)
    {
        var allowed = key switch
        {
            AnsiEnabled or CaseSensitive or TotalOverNothing or DoubleQuotedIdentifiers or EqualHashes or OptimizerEnabled or SpillEverything or RuntimeFilters or ShowProgress or ViewSchemaBinding or ViewSchemaCompensation =>
                value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase) ? null : "true or false",
            BatchRows or PivotMaxValues or Threads or TransposeMaxValues => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? null : "a whole number above 0",
            PartitionOverwriteMode => value.ToLowerInvariant() is "static" or "dynamic" ? null : "static or dynamic",
            RecursionLevels or RecursionRows => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var most) && most >= -1 ? null : "a whole number, or -1 for none",
            TimeZone => Columnar.Time.TimeZone.Find(value == "LOCAL" ? SystemZone.Id() : value) is not null ? null : "a time zone, as Europe/Paris or +02:00",
            MemoryLimit => ByteSize.TryParse(value, out _) ? null : "a size, as 512m or 2g",
            _ => null,
        };
        if (allowed is not null)
        {
            throw new SpindleException(key == TimeZone ? SessionErrors.InvalidTimeZone : SessionErrors.InvalidSettingType, $"{key} is '{value}', but takes {allowed}",
                parameters: new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value });
        }
    }
}
