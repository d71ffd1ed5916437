using Spindle.Driver.Actions;
using Spindle.Sql;
using SqlFunctions = Spindle.Sql.Functions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A query, and the moment in it at which a fault strikes an executor that has something to lose.</summary>
/// <param name="Answer">Runs it; rows as text.</param>
/// <param name="Victim">Told of announcements as they come, it names the executor once it is time. A new one for each run.</param>
internal sealed record FaultPhase(string Name, Func<Session, List<string>> Answer, Func<Func<Announcement, string?>> Victim)
{
    /// <summary>The moment lies in a stage that reads another's output.</summary>
    public bool Reads => this != Map && this != Cache;

    private const double Scale = 0.02;

    private static readonly string[] Tables = ["lineitem", "orders", "supplier"];

    /// <summary>Settings under which the queries have the stages that the moments are about.</summary>
    public static (string, string)[] Settings { get; } =
    [
        ("spark.sql.autoBroadcastJoinThreshold", "40k"), ("spark.sql.shuffle.partitions", "6"), ("spark.sql.adaptive.enabled", "false"), ("spark.sql.files.maxPartitionBytes", "512k"),
        ("spark.network.timeout", "4s"), ("spark.executor.heartbeatInterval", "250ms"), ("spark.shuffle.fetch.timeout", "5s"), ("spark.executor.driverTimeout", "6s"),
        ("spark.locality.wait", "500ms"), ("spindle.test.spillEverything", "true"),
    ];

    /// <summary>A join of three tables: its first map outputs stand, others are missing.</summary>
    public static FaultPhase Map { get; } = new("map", Join, () => FirstSuccess(stage: 0));

    /// <summary>The same join: a reader of complete map stages has just been started.</summary>
    public static FaultPhase ShuffleRead { get; } = new("shuffle read", Join, () => FirstReader());

    /// <summary>One key has nine tenths of the rows, and groups spill: the first reader has just been started.</summary>
    public static FaultPhase Skew { get; } = new("skewed aggregation", s => Rows(Open(s).Sql(
        "SELECT if(l_orderkey % 10 = 0, l_orderkey, -1) AS k, count(*), sum(l_extendedprice), count(DISTINCT l_suppkey) FROM lineitem GROUP BY 1")), () => FirstReader());

    /// <summary>Rows are being kept: some partitions are, others are missing.</summary>
    public static FaultPhase Cache { get; } = new("cache", Cached, () => FirstSuccess(stage: 0));

    /// <summary>The small side of a join has been computed to be read by everyone.</summary>
    public static FaultPhase Broadcast { get; } = new("broadcast", s => Rows(Open(s).Sql(
        "SELECT s_nationkey, count(*), sum(l_extendedprice) FROM lineitem JOIN supplier ON l_suppkey = s_suppkey GROUP BY s_nationkey")), () => FirstReader());

    /// <summary>The result's first partitions are there; each is sorted for a window, which asks for memory and, where everything spills, for disk.</summary>
    public static FaultPhase Result { get; } = new("result", s => Rows(Open(s).Sql(
        "SELECT l_orderkey, l_comment, row_number() OVER (PARTITION BY l_orderkey ORDER BY l_comment, l_linenumber) AS n FROM lineitem WHERE l_quantity > 20")), () => FirstReader(skip: 1));

    /// <summary>Tasks sort rows for a window and write them as a partitioned table.</summary>
    public static FaultPhase Write { get; } = new("write", Written, () => FirstReader(skip: 1));

    public static IReadOnlyList<FaultPhase> All { get; } = [Map, ShuffleRead, Skew, Cache, Broadcast, Result, Write];

    public static Session Open(Session session)
    {
        foreach (var table in Tables)
            session.Read.Option("scale", Scale).Table($"tpch.{table}").CreateOrReplaceTempView(table);
        return session;
    }

    public static List<string> Rows(DataFrame frame) => [.. frame.Collect().Select(r => r.ToString()!).Order(StringComparer.Ordinal)];

    private static List<string> Join(Session session) => Rows(Open(session).Sql(
        "SELECT o_orderpriority, s_nationkey, count(*), sum(l_extendedprice), max(o_orderkey) FROM lineitem JOIN orders ON l_orderkey = o_orderkey JOIN supplier ON l_suppkey = s_suppkey GROUP BY ALL"));

    private static List<string> Cached(Session session)
    {
        var kept = Open(session).Sql("SELECT l_suppkey, l_orderkey, l_comment FROM lineitem WHERE l_linenumber < 6").Cache();
        var rows = Rows(kept.GroupBy("l_suppkey").Agg(SqlFunctions.Count("l_orderkey"), SqlFunctions.Max("l_comment")));
        rows.AddRange(Rows(kept.Agg(SqlFunctions.Sum("l_orderkey"))));
        kept.Unpersist();
        return rows;
    }

    private static List<string> Written(Session session)
    {
        var folder = Directory.CreateTempSubdirectory("spindle-written-").FullName;
        try
        {
            var path = Path.Combine(folder, "orders");
            Open(session).Sql("SELECT 1 AS o_orderkey, 'x' AS o_comment, 0 AS n, '9-NONE' AS o_orderpriority").Write.PartitionBy("o_orderpriority").Parquet(path);
            session.Sql("SELECT o_orderkey, o_comment, row_number() OVER (PARTITION BY o_orderkey ORDER BY o_comment) AS n, o_orderpriority FROM orders").Write.Mode("overwrite").PartitionBy("o_orderpriority").Parquet(path);
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName), n => n!.StartsWith("_temporary", StringComparison.Ordinal) || n.StartsWith("_commit", StringComparison.Ordinal));
            // Read by this process, so that nothing of the executors' is needed to look.
            using var local = Session.Builder().Master("local[1]").Create();
            return Rows(local.Read.Parquet(path).Select("o_orderkey", "o_comment", "n", "o_orderpriority"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Func<Announcement, string?> FirstSuccess(int stage) =>
        news => news is TaskEnded { Status: AttemptStatus.Succeeded } ended && ended.Attempt.Stage == stage ? ended.Executor.Id : null;

    // A stage other than those that were planned without input: it starts after others have finished.
    private static Func<Announcement, string?> FirstReader(int skip = 0)
    {
        var finished = new HashSet<(long, int)>();
        return news =>
        {
            switch (news)
            {
                case StageFinished stage:
                    finished.Add((stage.Job.Value, stage.Stage));
                    return null;
                case TaskLaunched launched when finished.Any(f => f.Item1 == launched.Attempt.Job.Value) && launched.Attempt.Stage > finished.Where(f => f.Item1 == launched.Attempt.Job.Value).Min(f => f.Item2):
                    return skip-- > 0 ? null : launched.Executor.Id;
                default:
                    return null;
            }
        };
    }
}
