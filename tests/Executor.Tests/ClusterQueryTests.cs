using System.Globalization;
using Spindle.Sql;
using Spindle.Testing;

namespace Spindle.Executor.Tests;

/// <summary>Queries over real executor processes give the rows that one process gives, and nothing is left behind.</summary>
public sealed class ClusterQueryTests
{
    private static readonly string[] Tables = ["region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem"];

    [Fact]
    public void Tpch_is_the_same_over_executors()
    {
        if (!SharedData.TryFind("tpch/queries", out var folder))
            return;
        TestCluster.Use();
        using var local = Open("local[1]");
        using var cluster = Open("test-cluster[2,1,3]");
        var failures = new List<string>();
        for (var q = 1; q <= 22; q++)
        {
            var text = File.ReadAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"q{q:00}.sql")));
            try
            {
                var (expected, actual) = (Rows(local, text), Rows(cluster, text));
                if (!expected.SequenceEqual(actual))
                    failures.Add($"q{q:00}: {expected.Count} rows expected, {actual.Count} came; first differing: {expected.Zip(actual).FirstOrDefault(p => p.First != p.Second)}");
            }
            catch (Exception exception)
            {
                failures.Add($"q{q:00}: {exception.GetType().Name} {exception.Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures) + "\n" + string.Join("\n", TestCluster.Said.TakeLast(20)));
    }

    private static Session Open(string master)
    {
        var session = Session.Builder().Master(master).Config("spark.sql.session.timeZone", "UTC").Config("spindle.tpch.scale", "0.01").Create();
        foreach (var table in Tables)
            session.Read.Option("scale", 0.01).Table($"tpch.{table}").CreateOrReplaceTempView(table);
        return session;
    }

    private static List<string> Rows(Session session, string sql) =>
        [.. session.Sql(sql).Collect().Select(r => string.Join(" | ", r.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];
}
