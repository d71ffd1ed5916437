using System.Diagnostics;
using System.Globalization;
using Spindle.Sql;

namespace Spindle.Benchmarks.Shuffle.Work;

/// <summary>
/// Does work on request, so that scripts can time a peer in turn: each line of the input is the name of a piece (see <see cref="Pieces"/>) or the path of a query, each line of the output its
/// milliseconds, or "error" and the message; "peak" answers the driver's peak resident set in bytes.
/// </summary>
internal static class WorkServer
{
    /// <summary>The pieces of work that Spark is timed with: numbers through an exchange, a sort, a grouping or a cache, into a sink that drops the rows.</summary>
    private static readonly Dictionary<string, Action<Session>> Pieces = new(StringComparer.Ordinal)
    {
        ["tasks"] = s => Drop(s.Range(0, 10_000, 1, 10_000)),
        ["make-strings"] = s => Drop(WithDigest(s)),
        ["shuffle-strings"] = s => Drop(WithDigest(s).Repartition(4, Sql.Functions.Col("id"))),
        ["shuffle-longs"] = s => Drop(s.Range(100_000_000).Repartition(4, Sql.Functions.Col("id"))),
        ["sort"] = s => Drop(s.Sql("SELECT id FROM range(50000000) ORDER BY hash(id)")),
        ["groups"] = s => Drop(s.Sql("SELECT id % 10000000 AS k, sum(id) AS total FROM range(50000000) GROUP BY id % 10000000")),
        ["cache"] = Keep,
        ["lineitem"] = s => Drop(Lines(s, 5).Repartition(4, Sql.Functions.Col("l_orderkey"))),
        ["lineitem-scan"] = s => Drop(Lines(s, 5)),
        ["partitions"] = s => Drop(s.Range(0, 1_000_000, 1, 10_000).Repartition(1_000, Sql.Functions.Col("id"))),
        ["hot-key-groups"] = s => Drop(s.Sql($"SELECT k, sum(id) AS total FROM ({HotKey(40_000_000)}) GROUP BY k")),
        ["hot-key-join"] = s => Drop(s.Sql($"SELECT h.id, h.pad, n.v FROM ({HotKey(20_000_000)}) h JOIN (SELECT id AS k, id * 7 AS v FROM range(3000000)) n ON h.k = n.k")),
        ["even-work"] = s => s.Sql("SELECT sum(length(s)) FROM (SELECT sha2(CAST(CAST(id AS STRING) AS BINARY), 512) AS s FROM range(0, 4000000, 1, 24))").Collect(),
        ["count-cached"] = _ => Drop(kept!.GroupBy("k").Count()),
    };

    // The rows that "count-cached" counts: those of the last "cache".
    private static DataFrame? kept;

    /// <param name="arguments">The master, the folder of tables or "-", then settings as key=value.</param>
    public static void Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var builder = Session.Builder().Master(arguments[0]).Config("spark.sql.session.timeZone", "UTC");
        foreach (var setting in arguments.Skip(2).Select(a => a.Split('=', 2)))
            builder = builder.Config(setting[0], setting[1]);
        using var session = builder.GetOrCreate();
        if (arguments[1] != "-")
            foreach (var table in Directory.EnumerateDirectories(arguments[1]))
                session.Read.Parquet(table).CreateOrReplaceTempView(Path.GetFileName(table));
        while (Console.ReadLine() is { } name)
            Console.WriteLine(name == "peak" ? Process.GetCurrentProcess().PeakWorkingSet64.ToString(CultureInfo.InvariantCulture) : Time(session, name));
    }

    private static string Time(Session session, string name)
    {
        try
        {
            var sql = name.EndsWith(".sql", StringComparison.Ordinal) ? File.ReadAllText(name) : null;
            var start = Stopwatch.GetTimestamp();
            if (sql is null)
                Pieces[name](session);
            else
                session.Sql(sql).Collect();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        }
        catch (Exception failure)
        {
            return $"error {failure.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static DataFrame WithDigest(Session session) => session.Sql("SELECT id, md5(CAST(CAST(id AS STRING) AS BINARY)) AS digest FROM range(50000000)");

    /// <summary>Nine rows of ten have the key 0.</summary>
    private static string HotKey(long rows) => $"SELECT id, CASE WHEN id % 10 = 0 THEN id % 3000000 ELSE 0 END AS k, text AS pad FROM (SELECT id, CAST(id * 7919 AS STRING) AS text FROM range(0, {rows}, 1, 16))";

    private static DataFrame Lines(Session session, int times) => Enumerable.Repeat(session.Table("lineitem"), times).Aggregate((all, one) => all.Union(one));

    // Rows are kept by the first who reads them.
    private static void Keep(Session session)
    {
        kept?.Unpersist();
        kept = session.Sql("SELECT id, id % 1000 AS k FROM range(50000000)").Cache();
        Drop(kept);
    }

    private static void Drop(DataFrame rows) => rows.Write.Format("noop").Mode(SaveMode.Overwrite).Save();
}
