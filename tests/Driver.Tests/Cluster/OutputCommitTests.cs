using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A partitioned table is overwritten while attempts run twice: each row is there exactly once, and at most one attempt of a task may publish.</summary>
public sealed class OutputCommitTests
{
    [Fact]
    public void Under_speculation()
    {
        // It stands still long enough for its task to be tried elsewhere, and lives.
        using var cluster = new ProbedCluster(2, 1, [.. FaultPhase.Settings, ("spark.network.timeout", "300s"), ("spark.executor.driverTimeout", "300s"), ("spark.speculation", "true"),
            ("spark.speculation.quantile", "0.5"), ("spark.speculation.minTaskRuntime", "200ms")]);
        cluster.AwaitExecutors(2);
        var next = FaultPhase.Write.Victim();
        var frozen = 0;
        string? slow = null;
        AttemptKey? copy = null;
        cluster.Heard = news =>
        {
            if (frozen == 0 && next(news) is { } victim)
                frozen = cluster.Freeze(slow = victim);
            else if (news is TaskLaunched { Speculative: true } launched)
                copy ??= new AttemptKey(launched.Attempt.Stage, launched.Attempt.Partition, launched.Attempt.Attempt);
            else if (copy is not null && news is TaskEnded { Status: AttemptStatus.Succeeded } ended && copy == new AttemptKey(ended.Attempt.Stage, ended.Attempt.Partition, ended.Attempt.Attempt))
                ProbedCluster.Thaw(frozen);
        };
        AssertWritten(cluster);
        Assert.NotNull(copy);
        cluster.Close();
        AssertOneCommit(cluster.Log());
        Console.WriteLine($"executor {slow} stood still; attempt {copy.Attempt} of task {copy.Partition} was faster and alone may publish");
    }

    [Fact]
    public void By_an_executor_that_is_thawed_after_its_replacement_has_written()
    {
        if (CiTier.Skips("a write thawed too late"))
            return;

        using var cluster = new ProbedCluster(new ClusterShape { Spares = true }, 2, 1, FaultPhase.Settings);
        cluster.AwaitExecutors(2);
        var next = FaultPhase.Write.Victim();
        var frozen = 0;
        var isThawed = false;
        cluster.Heard = news =>
        {
            if (frozen == 0 && next(news) is { } victim)
                frozen = cluster.Freeze(victim);
            else if (!isThawed && frozen > 0 && news is TaskEnded { Status: AttemptStatus.Succeeded, Attempt.Attempt: > 0 } ended && ended.Attempt.Stage == 1)
            {
                isThawed = true;
                ProbedCluster.Thaw(frozen);
            }
        };
        AssertWritten(cluster);
        Assert.True(isThawed);
        cluster.Close();
        var log = cluster.Log();
        AssertOneCommit(log);
        Assert.Equal("Silent", EventLogLines.Text(log.Of<ExecutorRemoved>().First(), "reason"));
    }

    private static void AssertWritten(ProbedCluster cluster)
    {
        using var local = Session.Builder().Master("local[1]").Create();
        Assert.Equal(FaultPhase.Write.Answer(local), FaultPhase.Write.Answer(cluster.Session));
        cluster.Heard = null;
    }

    private static void AssertOneCommit(EventLogLines log)
    {
        var allowed = log.Of<CommitDecided>().Where(e => e.GetProperty("authorised").GetBoolean() && EventLogLines.Job(e.GetProperty("attempt")) == 2)
            .Select(e => e.GetProperty("attempt")).Select(a => (EventLogLines.Number(a, "partition"), EventLogLines.Number(a, "attempt"))).ToList();
        var succeeded = log.Succeeded(2).Where(t => t.Stage == 1).Select(t => (t.Partition, t.Attempt)).ToList();
        Assert.Equal(6, succeeded.Count);
        Assert.Equal(succeeded.Select(t => t.Partition).Distinct().Count(), succeeded.Count);
        Assert.Subset(allowed.ToHashSet(), succeeded.ToHashSet());
    }

    private sealed record AttemptKey(int Stage, int Partition, int Attempt);
}
