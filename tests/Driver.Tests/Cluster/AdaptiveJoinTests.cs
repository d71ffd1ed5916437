using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What a query does over executors changes with what its finished stages turn out to be.</summary>
public sealed class AdaptiveJoinTests
{
    private const double Scale = 0.02;

    // Estimates never make a copy of a side, so that what is copied was found to be small.
    private static readonly (string, string)[] Settings =
        [("spark.sql.autoBroadcastJoinThreshold", "-1"), ("spark.sql.adaptive.autoBroadcastJoinThreshold", "200k"), ("spark.sql.shuffle.partitions", "6"), ("spark.sql.files.maxPartitionBytes", "512k")];

    private const string Small = """
        SELECT o_orderpriority, count(*), sum(l_extendedprice) FROM lineitem JOIN orders ON l_orderkey = o_orderkey
        WHERE o_comment LIKE '%furiously%special%' GROUP BY o_orderpriority
        """;

    private const string Large = "SELECT o_orderpriority, count(*), max(l_comment) FROM lineitem JOIN orders ON l_orderkey = o_orderkey GROUP BY o_orderpriority";

    [Fact]
    public void A_side_that_turns_out_to_be_small_is_read_whole_and_the_other_as_it_lies()
    {
        using var cluster = new ProbedCluster(2, 1, Settings);
        cluster.AwaitExecutors(2);
        using var local = Open(Session.Builder().Master("local[1]").Create());
        Open(cluster.Session);
        foreach (var query in new[] { Small, Large })
            Assert.Equal(FaultPhase.Rows(local.Sql(query)), FaultPhase.Rows(cluster.Session.Sql(query)));
        cluster.Close();
        var log = cluster.Log();
        var adapted = Assert.Single(log.Of<StageAdapted>());
        Assert.Equal(1, EventLogLines.Job(adapted));
        Assert.Matches("stage 1 whole", EventLogLines.Text(adapted, "adaptation"));
        // A task a map, or neighbouring maps, of the large side; no more partitions than maps.
        var stage = EventLogLines.Number(adapted, "stage");
        Console.WriteLine($"stage {stage} {EventLogLines.Text(adapted, "adaptation")}");
        Assert.Contains(log.Of<StageStarted>(), e => EventLogLines.Job(e) == 1 && EventLogLines.Number(e, "stage") == stage);
    }

    private const string Early = """
        SELECT o_orderpriority, count(*), sum(l_extendedprice) FROM lineitem JOIN orders ON l_orderkey = o_orderkey
        WHERE o_orderdate < DATE '1992-02-01' GROUP BY o_orderpriority
        """;

    [Fact]
    public void A_scan_that_waits_for_a_small_side_is_not_dealt_out_or_reads_only_what_has_its_keys()
    {
        if (CiTier.Skips("scans that wait for the keys of another stage"))
            return;
        (string, string)[] waits = [.. Settings, ("spark.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold", "0")];
        var off = Run(Early, [.. Settings, ("spark.sql.optimizer.runtime.bloomFilter.enabled", "false"), ("spark.sql.adaptive.autoBroadcastJoinThreshold", "-1")]);
        Assert.Empty(off.Of<StageAdapted>());

        // The scan of the large table is done where it is joined, and what it puts out is not dealt out at all.
        var absorbed = Run(Early, waits);
        var adapted = Assert.Single(absorbed.Of<StageAdapted>(), e => EventLogLines.Number(e, "absorbed") >= 0);
        Assert.DoesNotContain(absorbed.Of<TaskLaunched>(), e => EventLogLines.Number(e.GetProperty("attempt"), "stage") == EventLogLines.Number(adapted, "absorbed"));
        Assert.True(Written(absorbed) * 2 < Written(off), $"{Written(absorbed)} rows written, {Written(off)} without");

        // It is dealt out, but only rows with the keys that are there.
        var filtered = Run(Early, [.. waits, ("spark.sql.adaptive.autoBroadcastJoinThreshold", "-1")]);
        Assert.Matches("has the keys of stage", EventLogLines.Text(Assert.Single(filtered.Of<StageAdapted>()), "adaptation"));
        Assert.True(Read(filtered) * 2 < Read(off), $"{Read(filtered)} rows read, {Read(off)} without");
        Console.WriteLine($"rows read {Read(off)}, with keys {Read(filtered)}; rows written {Written(off)}, {Written(filtered)}, where they are joined {Written(absorbed)}; {EventLogLines.Text(adapted, "adaptation")}; {EventLogLines.Text(filtered.Of<StageAdapted>().Single(), "adaptation")}");
    }

    [Fact]
    public void The_keys_of_a_small_side_rule_out_partitions_of_a_table()
    {
        if (CiTier.Skips("partitions ruled out at run time"))
            return;
        var folder = Directory.CreateTempSubdirectory("spindle-partitions-").FullName;
        try
        {
            using (var local = Open(Session.Builder().Master("local[2]").Create()))
            {
                local.Sql("SELECT l_orderkey, l_extendedprice, l_suppkey % 20 AS part FROM lineitem").Write.PartitionBy("part").Parquet(Path.Combine(folder, "lines"));
                local.Sql("SELECT CAST(id AS INT) AS part, 'name ' || id AS name FROM range(20)").Write.Parquet(Path.Combine(folder, "names"));
            }

            const string query = "SELECT name, count(*), sum(l_extendedprice) FROM lines JOIN names ON lines.part = names.part WHERE name LIKE '%3' GROUP BY name";
            // A task a split: those of partitions without keys are not even planned.
            (string, string)[] settings = [("spark.sql.files.maxPartitionBytes", "1k")];
            var (on, off) = (Run(query, settings, folder), Run(query, [.. settings, ("spark.sql.optimizer.dynamicPartitionPruning.enabled", "false")], folder));
            Assert.Empty(off.Of<StageAdapted>());
            Assert.Matches("2 values", EventLogLines.Text(Assert.Single(on.Of<StageAdapted>()), "adaptation"));
            // Two of twenty partitions, each of as many files.
            Assert.InRange(Tasks(off) - Tasks(on), 18, 9 * Tasks(on));
            Console.WriteLine($"{Tasks(off)} tasks, {Tasks(on)} where partitions without keys are not planned");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Read(EventLogLines log) => log.Succeeded().Sum(t => t.RowsRead);

    private static int Tasks(EventLogLines log) => log.Of<StageStarted>().Sum(e => EventLogLines.Number(e, "tasks"));

    private static long Written(EventLogLines log) => log.Of<TaskEnded>().Sum(e => e.GetProperty("figures").GetProperty("rowsWritten").GetInt64());

    /// <summary>Runs a query in one process and over executors.</summary>
    /// <param name="folder">Parquet tables, by their names; null for none.</param>
    private static EventLogLines Run(string query, (string, string)[] settings, string? folder = null)
    {
        using var cluster = new ProbedCluster(2, 1, settings);
        cluster.AwaitExecutors(2);
        using var local = Open(Session.Builder().Master("local[1]").Create());
        foreach (var session in new[] { local, Open(cluster.Session) })
            foreach (var table in folder is null ? [] : Directory.GetDirectories(folder))
                session.Read.Parquet(table).CreateOrReplaceTempView(Path.GetFileName(table));
        Assert.Equal(FaultPhase.Rows(local.Sql(query)), FaultPhase.Rows(cluster.Session.Sql(query)));
        cluster.Close();
        return cluster.Log();
    }

    private static Session Open(Session session)
    {
        foreach (var table in new[] { "lineitem", "orders" })
            session.Read.Option("scale", Scale).Table($"tpch.{table}").CreateOrReplaceTempView(table);
        return session;
    }
}
