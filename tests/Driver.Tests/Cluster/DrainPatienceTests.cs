using Spindle.Driver.Actions;
using Spindle.Testing;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>Alone on the machine: its times are real.</summary>
[CollectionDefinition(nameof(DrainPatienceTests), DisableParallelization = true)]
public sealed class DrainPatienceAlone;

/// <summary><c>spark.executor.decommission.forceKillTimeout</c> is how long an executor that leaves waits for its tasks.</summary>
[Collection(nameof(DrainPatienceTests))]
public sealed class DrainPatienceTests
{
    [Fact]
    public async Task A_task_that_takes_longer_is_left_behind_and_runs_elsewhere()
    {
        if (CiTier.Skips("executors that leave before their tasks are done"))
            return;
        using var cluster = new ProbedCluster(2, 1, ("spark.executor.decommission.forceKillTimeout", "200ms"));
        cluster.AwaitExecutors(2);
        Task query;
        await using (var gate = new TaskGate("127.0.0.1"))
        {
            var address = gate.Address;
            cluster.Session.Udf.Register("held", (long n) => TaskGate.Pass(address, n));
            // Two tasks that nobody lets go. That they were launched is not enough: an executor that has not heard of its task yet has nothing to wait for.
            query = Task.Run(() => Assert.ThrowsAny<Exception>(() => cluster.Session.Sql("SELECT sum(held(id)) FROM range(0, 2, 1, 2)").Collect()));
            await gate.TasksHeldAsync(2);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            cluster.Ask("1");
            ProbedCluster.Await(() => cluster.Log().Of<ExecutorRemoved>().Any(), "executor 1 to leave");
            Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(25));
            var removed = cluster.Log().Of<ExecutorRemoved>().First();
            Assert.Equal("1", EventLogLines.Executor(removed));
            Assert.True(EventLogLines.Text(removed, "reason") == "Drained", EventLogLines.Text(removed, "message"));
            ProbedCluster.Await(() => cluster.Log().Of<TaskLaunched>().Count() == 3, "the task to run elsewhere");
            Assert.DoesNotContain(cluster.Log().Of<TaskEnded>(), e => EventLogLines.Text(e, "status") == nameof(AttemptStatus.Succeeded));
        }

        // Tasks fail without their gate.
        await query.WaitAsync(TimeSpan.FromSeconds(60));
        cluster.Close();
    }
}
