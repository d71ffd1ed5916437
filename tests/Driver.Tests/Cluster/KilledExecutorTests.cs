using System.Text.Json;
using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>An executor killed with SIGKILL in the midst of a query: the answer is exact, and the event log says that the fault bit and what was computed again.</summary>
public sealed class KilledExecutorTests
{
    private const string Query = "SELECT o_orderpriority, count(*), sum(l_extendedprice), max(o_orderkey) FROM lineitem JOIN orders ON l_orderkey = o_orderkey GROUP BY o_orderpriority ORDER BY o_orderpriority";

    private static readonly (string, string)[] Settings =
        [("spark.sql.autoBroadcastJoinThreshold", "-1"), ("spark.sql.shuffle.partitions", "8"), ("spark.sql.adaptive.enabled", "false"), ("spark.sql.files.maxPartitionBytes", "256k")];

    [Fact]
    public void In_the_map_phase()
    {
        using var cluster = new ProbedCluster(2, 1, Settings);
        string? victim = null;
        // Its first map output stands and others are missing: the output is needed and lost.
        cluster.Heard = news =>
        {
            if (victim is null && news is TaskEnded { Status: AttemptStatus.Succeeded, Attempt.Stage: < 2 } ended)
                cluster.Kill(victim = ended.Executor.Id);
        };
        AssertExact(cluster, () => victim);
    }

    [Fact]
    public void In_the_reduce_phase()
    {
        using var cluster = new ProbedCluster(2, 1, Settings);
        string? victim = null;
        var finished = new HashSet<int>();
        // A reader of both map stages has just been started.
        cluster.Heard = news =>
        {
            if (news is StageFinished stage)
                finished.Add(stage.Stage);
            if (victim is null && finished.Count >= 2 && news is TaskLaunched launched && !finished.Contains(launched.Attempt.Stage))
                cluster.Kill(victim = launched.Executor.Id);
        };
        AssertExact(cluster, () => victim);
    }

    private static void AssertExact(ProbedCluster cluster, Func<string?> victim)
    {
        using var local = Session.Builder().Master("local[1]").Create();
        var expected = Answer(local);
        Assert.Equal(expected, Answer(cluster.Session));
        cluster.Close();

        var log = cluster.Log();
        // The others leave when the session is closed, after the query.
        var removed = log.First(e => Event(e) == nameof(ExecutorRemoved));
        Assert.Equal(victim(), removed.GetProperty("executor").GetProperty("id").GetString());
        Assert.Equal("SIGKILL", removed.GetProperty("message").GetString());
        var (running, outputs) = (removed.GetProperty("runningTasks").GetInt32(), removed.GetProperty("lostOutputs").GetInt32());
        Assert.True(running + outputs > 0, "the executor had nothing that was needed");
        // Each lost map ran again after the loss, and none of the others did.
        var after = log.SkipWhile(e => Event(e) != nameof(ExecutorRemoved)).ToList();
        foreach (var lost in log.Where(e => Event(e) == nameof(OutputsLost)))
        {
            var stage = lost.GetProperty("stage").GetInt32();
            var maps = lost.GetProperty("maps").EnumerateArray().Select(m => m.GetInt32()).ToHashSet();
            var again = after.Where(e => Event(e) == nameof(TaskEnded) && e.GetProperty("status").GetString() == nameof(AttemptStatus.Succeeded))
                .Select(e => e.GetProperty("attempt")).Where(a => a.GetProperty("stage").GetInt32() == stage && a.GetProperty("attempt").GetInt32() > 0).Select(a => a.GetProperty("partition").GetInt32()).ToHashSet();
            Assert.Superset(maps, again);
        }

        Console.WriteLine($"executor {victim()} lost (SIGKILL): {running} running tasks, {outputs} map outputs recomputed, {log.Count(e => Event(e) == nameof(TaskLaunched))} attempts");
    }

    private static string? Event(JsonElement line) => line.GetProperty("event").GetString();

    private static List<string> Answer(Session session)
    {
        foreach (var table in new[] { "lineitem", "orders" })
            session.Read.Option("scale", 0.02).Table($"tpch.{table}").CreateOrReplaceTempView(table);
        return [.. session.Sql(Query).Collect().Select(r => r.ToString()!)];
    }
}
