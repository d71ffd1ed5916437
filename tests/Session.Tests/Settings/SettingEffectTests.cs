using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Sql.Tests;

namespace Spindle.Sql.Settings.Tests;

/// <summary>Each setting that the session follows changes what is seen of it: something is observed, the setting set, and the same observed again.</summary>
public sealed class SettingEffectTests : Sessions
{
    // Observed over executors (Driver.Tests), at a terminal (ProgressTests), of frames (ReshapingTests), when a session starts (SettingTableTests).
    private static readonly string[] Elsewhere =
    [
        "spark.sql.shuffle.partitions", "spark.sql.autoBroadcastJoinThreshold", "spark.sql.files.maxPartitionBytes", "spark.sql.adaptive.enabled", "spark.sql.adaptive.advisoryPartitionSizeInBytes",
        "spark.sql.adaptive.coalescePartitions.minPartitionSize", "spark.sql.adaptive.skewJoin.skewedPartitionFactor", "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes",
        "spark.sql.execution.rangeExchange.sampleSizePerPartition", "spark.sql.shuffle.orderIndependentChecksum.enabled",
        "spark.sql.adaptive.autoBroadcastJoinThreshold", "spark.sql.transposeMaxValues",
        "spark.sql.optimizer.runtime.bloomFilter.creationSideThreshold", "spark.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold", "spark.ui.showConsoleProgress", "spark.app.name", "spark.master", "spindle.memory.limit",
    ];

    private const string Numbers = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 50) SELECT max(n) FROM r";
    private const string Join = "EXPLAIN SELECT count(*) FROM tpch.lineitem JOIN tpch.orders ON l_orderkey = o_orderkey WHERE o_orderdate = DATE '1995-01-01'";

    /// <summary>A key, another value, and a statement that shows the difference; statements before the last are run once.</summary>
    private static readonly (string Key, string Value, string[] Statements)[] InSql =
    [
        ("spark.sql.ansi.enabled", "false", ["SELECT 1 / 0"]),
        ("spark.sql.ansi.doubleQuotedIdentifiers", "true", ["SELECT \"a\" FROM VALUES (1) AS t(a)"]),
        ("spark.sql.caseSensitive", "true", ["SELECT A FROM VALUES (1) AS t(a)"]),
        ("spark.sql.session.timeZone", "Asia/Tokyo", ["SELECT CAST(timestamp_seconds(0) AS STRING)"]),
        ("spark.sql.timestampType", "TIMESTAMP_NTZ", ["SELECT typeof(TIMESTAMP '2020-01-01 00:00:00')"]),
        ("spark.sql.binaryOutputStyle", "HEX", ["SELECT to_csv(named_struct('a', X'4142'))"]),
        ("spark.sql.decimalOperations.allowPrecisionLoss", "false", ["SELECT typeof(CAST(1 AS DECIMAL(38, 18)) * CAST(1 AS DECIMAL(38, 18)))"]),
        ("spark.sql.groupByOrdinal", "false", ["SELECT a, count(*) FROM VALUES (1), (2) AS t(a) GROUP BY 1"]),
        ("spark.sql.orderByOrdinal", "false", ["SELECT a FROM VALUES (2), (1) AS t(a) ORDER BY 1"]),
        ("spark.sql.groupByAliases", "false", ["SELECT a + 1 AS k, count(*) FROM VALUES (1) AS t(a) GROUP BY k"]),
        ("spark.sql.analyzer.lowerEmptyGroupingSetToGlobalAggregate.enabled", "false", ["SELECT count(*) FROM VALUES (1) AS t(a) WHERE false GROUP BY GROUPING SETS (())"]),
        ("spark.sql.cteRecursionLevelLimit", "5", [Numbers]),
        ("spark.sql.cteRecursionRowLimit", "5", [Numbers]),
        ("spark.sql.storeAssignmentPolicy", "STRICT", ["CREATE TABLE narrow (a INT)", "INSERT INTO narrow SELECT 1L"]),
        ("spark.sql.storeAssignmentPolicy", "LEGACY", ["CREATE TABLE narrow (a INT)", "INSERT INTO narrow SELECT '1'"]),
        ("spark.sql.mapKeyDedupPolicy", "LAST_WIN", ["SELECT map(1, 'a', 2, 'b', 1, 'c')"]),
        ("spark.sql.mapKeyDedupPolicy", "LAST_WIN", ["SELECT map_from_arrays(array(1, 1), array('a', 'b'))"]),
        ("spark.sql.mapKeyDedupPolicy", "LAST_WIN", ["SELECT map_from_entries(array(struct(1, 'a'), struct(1, 'b')))"]),
        ("spark.sql.mapKeyDedupPolicy", "LAST_WIN", ["SELECT map_concat(map(1, 'a'), map(1, 'b'))"]),
        ("spark.sql.mapKeyDedupPolicy", "LAST_WIN", ["SELECT str_to_map('a:1,a:2')"]),
        ("spark.sql.mapKeyDedupPolicy", "LAST_WIN", ["SELECT transform_keys(map(id, id, id + 1, -id), (k, v) -> k div 2) FROM range(2)"]),
        ("spark.sql.function.concatBinaryAsString", "true", ["SELECT typeof(X'41' || X'42')"]),
        ("spark.sql.function.eltOutputAsString", "true", ["SELECT typeof(elt(1, X'41', X'42'))"]),
        ("spark.sql.legacy.allowUdfParameterToShadowParameterlessFunction", "true",
            ["CREATE OR REPLACE TEMPORARY FUNCTION shown(current_user STRING) RETURNS STRING RETURN current_user", "SELECT shown('given to it')"]),
        ("spark.sql.legacy.codingErrorAction", "true", ["SELECT encode('é', 'US-ASCII')"]),
        ("spark.sql.legacy.javaCharsets", "true", ["SELECT encode('a', 'WINDOWS-1252')"]),
        ("spark.sql.legacy.identifierClause", "true", ["SELECT 1 AS IDENTIFIER('x')"]),
        ("spark.sql.legacy.parser.havingWithoutGroupByAsWhere", "true", ["SELECT a FROM VALUES (1), (2) AS t(a) HAVING a > 1"]),
        ("spark.sql.legacy.viewSchemaBindingMode", "false", ["CREATE OR REPLACE VIEW bound WITH SCHEMA BINDING AS SELECT 1 AS a"]),
        ("spark.sql.legacy.viewSchemaCompensation", "false", ["CREATE OR REPLACE VIEW plain AS SELECT 1 AS a", "SHOW CREATE TABLE plain"]),
        ("spark.sql.columnNameOfCorruptRecord", "bad", ["SELECT from_json('{', 'a INT, bad STRING').bad"]),
        ("spark.sql.jsonGenerator.ignoreNullFields", "false", ["SELECT to_json(named_struct('a', CAST(NULL AS INT)))"]),
        ("spindle.optimizer.enabled", "false", ["EXPLAIN SELECT a FROM (SELECT id AS a, id + 1 AS b FROM range(10)) WHERE 1 = 1 AND a > 3"]),
        ("spindle.optimizer.runtimeFilters", "false", [Join]),
        ("spark.sql.optimizer.runtime.bloomFilter.enabled", "false", [Join]),
        ("spark.sql.optimizer.dynamicPartitionPruning.enabled", "false", [Join]),
        ("spindle.tpch.scale", "0.001", ["SELECT count(*) FROM tpch.orders"]),
        ("spark.sql.sources.default", "csv", ["CREATE OR REPLACE TABLE plain AS SELECT 1 AS a", "SHOW CREATE TABLE plain"]),
        ("spark.sql.sources.partitionOverwriteMode", "dynamic",
            ["CREATE OR REPLACE TABLE parted PARTITIONED BY (b) AS SELECT * FROM VALUES (1, 1), (2, 2) AS t(a, b)", "INSERT OVERWRITE parted SELECT * FROM VALUES (3, 1) AS t(a, b)", "SELECT count(*) FROM parted"]),
    ];

    private readonly Dictionary<string, (string Value, Func<SettingEffectTests, object?> Observe)> inPrograms = new()
    {
        ["spark.sql.pivotMaxValues"] = ("1", t => t.Outcome(() => t.Session.Range(3).GroupBy().Pivot("id").Count())),
        ["spark.sql.warehouse.dir"] = ("", t =>
        {
            var folder = t.Session.Conf.Get("spark.sql.warehouse.dir");
            t.Session.Sql("CREATE OR REPLACE TABLE placed AS SELECT 1 AS a").Collect();
            return Directory.Exists(System.IO.Path.Combine(folder, "placed")) ? folder : null;
        }),
        ["spark.sql.parquet.compression.codec"] = ("none", t => t.Written("parquet", w => w).Sum(f => f.Length)),
        ["spark.sql.parquet.mergeSchema"] = ("true", t =>
        {
            var path = t.Fresh();
            t.Session.Sql("SELECT 1 AS a").Write.Parquet(System.IO.Path.Combine(path, "x=1"));
            t.Session.Sql("SELECT 2 AS b").Write.Parquet(System.IO.Path.Combine(path, "x=2"));
            return string.Join(",", t.Session.Read.Parquet(path).Columns);
        }),
        ["spark.sql.sources.partitionColumnTypeInference.enabled"] = ("false", t =>
        {
            var path = t.Fresh();
            t.Session.Sql("SELECT id, id AS part FROM range(3)").Write.PartitionBy("part").Parquet(path);
            return t.Session.Read.Parquet(path).Schema.Name;
        }),
        ["spark.sql.defaultCacheStorageLevel"] = ("DISK_ONLY", t =>
        {
            using var session = Session.Builder().Master("local[1]").Config("spark.sql.defaultCacheStorageLevel", t.Session.Conf.Get("spark.sql.defaultCacheStorageLevel")).Create();
            var kept = session.Range(100_000).Cache();
            kept.Count();
            return session.State.Budget.Used > 100_000;
        }),
        ["spindle.batch.rows"] = ("7", t => t.Session.Sql("SELECT id FROM range(100) WHERE id >= 0").Batches().Max(b => b.Rows)),
        ["spindle.spill.dir"] = ("/elsewhere", t => t.Session.State.QuerySettings().SpillFolder),
        ["spindle.threads"] = ("7", t => t.Session.State.QuerySettings().Threads),
        ["spindle.test.equalHashes"] = ("true", t => t.Session.State.QuerySettings().EqualHashes),
        ["spindle.test.spillEverything"] = ("true", t => t.Session.State.QuerySettings().SpillEverything),
        ["spark.scheduler.pool"] = ("other", t => t.Session.State.QuerySettings().Pool),
        ["spark.checkpoint.dir"] = ("", t => t.Outcome(() => t.Session.Range(3).Checkpoint())),
    };

    public static TheoryData<int> Statements => [.. Enumerable.Range(0, InSql.Length)];

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_setting_changes_what_a_statement_gives(int row)
    {
        var (key, value, statements) = InSql[row];
        Differs(key, value, () =>
        {
            foreach (var statement in statements[..^1])
                Outcome(() => Session.Sql(statement.Replace("CREATE TABLE", "CREATE OR REPLACE TABLE", StringComparison.Ordinal)));
            return Outcome(() => Session.Sql(statements[^1]));
        });
    }

    [Fact]
    public void A_setting_changes_what_a_program_sees()
    {
        foreach (var (key, (value, observe)) in inPrograms)
            Differs(key, value.Length == 0 ? Fresh() : value, () => observe(this));
    }

    [Fact]
    public void Records_that_cannot_be_read_are_kept_under_the_name_that_is_set()
    {
        var path = Fresh() + ".json";
        File.WriteAllText(path, "{\"a\": 1}\n{\"a\":\n");
        Differs("spark.sql.columnNameOfCorruptRecord", "bad", () => string.Join(",", Session.Read.Json(path).Columns));
    }

    [Fact]
    public void Nulls_are_written_as_JSON_where_that_is_set() =>
        Differs("spark.sql.jsonGenerator.ignoreNullFields", "false", () => string.Concat(Written("json", w => w, "SELECT 1 AS a, CAST(NULL AS INT) AS b").Select(f => File.ReadAllText(f.FullName))));

    [Fact]
    public void An_option_goes_before_the_setting()
    {
        Session.Conf.Set("spark.sql.parquet.compression.codec", "none");
        var plain = Written("parquet", w => w).Sum(f => f.Length);
        Assert.True(Written("parquet", w => w.Option("compression", "zstd")).Sum(f => f.Length) < plain);
    }

    [Fact]
    public void Every_setting_that_is_followed_is_observed()
    {
        var observed = InSql.Select(s => s.Key).Concat(inPrograms.Keys).Concat(Elsewhere).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(SettingTable.All.Where(s => s.State == SettingState.Honoured).Select(s => s.Name).Order(StringComparer.Ordinal), observed);
    }

    private void Differs(string key, string value, Func<object?> observe)
    {
        var before = observe();
        var given = Session.State.Settings.Find(key);
        Session.Conf.Set(key, value);
        var after = observe();
        Assert.True(!Equals(before, after), $"{key} = {value} changes nothing: {before}");
        if (given is null)
            Session.Conf.Unset(key);
        else
            Session.Conf.Set(key, given);
        Assert.Equal(before, observe());
    }

    /// <summary>The rows, or the error's class.</summary>
    private object Outcome(Func<DataFrame> query)
    {
        try
        {
            return string.Join(";", query().Collect().Select(r => string.Join("|", r.Select(Text))));
        }
        catch (SpindleException error)
        {
            return error.ErrorClass.Name;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => text,
        System.Collections.IDictionary map => string.Join(",", map.Keys.Cast<object>().Select(k => $"{k}:{Text(map[k])}")),
        System.Collections.IEnumerable items => string.Join(",", items.Cast<object?>().Select(Text)),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private int folders;

    private string Fresh() => Path($"files{folders++}");

    private FileInfo[] Written(string format, Func<DataFrameWriter, DataFrameWriter> options, string sql = "SELECT repeat('a', 1000) AS a, id % 2 AS b FROM range(1000)")
    {
        var path = Fresh();
        options(Session.Sql(sql).Coalesce(1).Write.Format(format)).Save(path);
        return new DirectoryInfo(path).GetFiles("*." + format);
    }
}
