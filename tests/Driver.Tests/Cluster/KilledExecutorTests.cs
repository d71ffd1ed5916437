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
        var removed = log.Of<ExecutorRemoved>().First();
        Assert.Equal((victim(), "SIGKILL"), (EventLogLines.Executor(removed), EventLogLines.Text(removed, "message")));
        var (running, outputs) = (EventLogLines.Number(removed, "runningTasks"), EventLogLines.Number(removed, "lostOutputs"));
        Assert.True(running + outputs > 0, "the executor had nothing that was needed");
        // Each lost map ran again after the loss, and none of the others did.
        var again = log.After<ExecutorRemoved>().Succeeded().Where(t => t.Attempt > 0).ToList();
        foreach (var lost in log.Of<OutputsLost>())
            Assert.Superset(EventLogLines.Numbers(lost, "maps"), again.Where(t => t.Stage == EventLogLines.Number(lost, "stage")).Select(t => t.Partition).ToHashSet());
        Console.WriteLine($"executor {victim()} lost (SIGKILL): {running} running tasks, {outputs} map outputs recomputed, {log.Of<TaskLaunched>().Count()} attempts");
    }

    private static List<string> Answer(Session session)
    {
        foreach (var table in new[] { "lineitem", "orders" })
            session.Read.Option("scale", 0.02).Table($"tpch.{table}").CreateOrReplaceTempView(table);
        return [.. session.Sql(Query).Collect().Select(r => r.ToString()!)];
    }
}
