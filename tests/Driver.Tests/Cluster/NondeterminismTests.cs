using Spindle.Columnar.Errors;
using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>An executor is killed when half of the readers of rows that chance has dealt out are done: the answer is of one run of those rows, or the query fails saying that it cannot be.</summary>
public sealed class NondeterminismTests
{
    [Theory]
    [InlineData("SELECT count(*), count(DISTINCT id), count(r) FROM (SELECT /*+ REPARTITION(6) */ id, rand() AS r FROM range(600000)) GROUP BY id % 1", 600_000)]
    [InlineData("SELECT count(*), count(DISTINCT id), count(r) FROM (SELECT id, r FROM (SELECT id, rand() AS r FROM range(600000)) DISTRIBUTE BY r) GROUP BY id % 1", 600_000)]
    [InlineData("SELECT count(*), count(DISTINCT id), count(r) FROM (SELECT id, r FROM (SELECT id, chance(id) AS r FROM range(600000)) DISTRIBUTE BY r) GROUP BY id % 1", 600_000)]
    [InlineData("SELECT count(*), count(DISTINCT l_orderkey, l_linenumber), count(l_comment) FROM (SELECT * FROM lineitem LIMIT 5000) GROUP BY l_quantity < 0", 5_000)]
    public void Rows_are_of_one_run(string query, long rows)
    {
        if (!query.Contains("REPARTITION", StringComparison.Ordinal) && CiTier.Skips("keys by chance, of the engine's and of the program's, and a LIMIT without an order, under a lost executor"))
            return;

        using var cluster = new ProbedCluster(2, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(2);
        cluster.Session.Udf.Register("chance", (long x) => x ^ Random.Shared.NextInt64(), deterministic: false);
        var sizes = new Dictionary<int, (int Tasks, int Done)>();
        string? victim = null;
        cluster.Heard = news =>
        {
            if (news is StageStarted started)
                sizes[started.Stage] = (started.Tasks, 0);
            if (news is not TaskEnded { Status: AttemptStatus.Succeeded } ended || victim is not null)
                return;
            var (tasks, done) = sizes[ended.Attempt.Stage];
            sizes[ended.Attempt.Stage] = (tasks, ++done);
            // Half of those that read what another stage has dealt out.
            if (ended.Attempt.Stage > 0 && done >= (tasks + 1) / 2)
                cluster.Kill(victim = ended.Executor.Id);
        };
        string outcome;
        try
        {
            var row = Assert.Single(FaultPhase.Open(cluster.Session).Sql(query).Collect());
            Assert.Equal([rows, rows, rows], row.Select(v => (long)v!));
            outcome = "one run";
        }
        catch (SpindleException error) when (error.ErrorClass.Name == "SPINDLE_INDETERMINATE_STAGE")
        {
            outcome = error.Message;
        }

        Assert.NotNull(victim);
        cluster.Heard = null;
        cluster.Close();
        var log = cluster.Log();
        // On a busy machine the other one may have been silent for too long, too.
        Assert.Equal("SIGKILL", EventLogLines.Text(log.Of<ExecutorRemoved>().Single(e => EventLogLines.Executor(e) == victim), "message"));
        Assert.True(EventLogLines.Number(log.Of<ExecutorRemoved>().Single(e => EventLogLines.Executor(e) == victim), "runningTasks") + EventLogLines.Number(log.Of<ExecutorRemoved>().Single(e => EventLogLines.Executor(e) == victim), "lostOutputs") > 0
            || query.Contains("LIMIT", StringComparison.Ordinal), "the executor had nothing that was needed");
        var lost = log.Of<OutputsLost>().Sum(e => EventLogLines.Numbers(e, "maps").Count);
        Console.WriteLine($"{lost} outputs lost, {log.Of<StageRolledBack>().Count()} stages rolled back: {outcome}");
    }
}
