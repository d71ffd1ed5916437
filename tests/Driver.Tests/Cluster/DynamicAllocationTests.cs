using System.Threading.Channels;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Sql;
using Spindle.Testing;
using static Spindle.Sql.Functions;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>The number of executor processes follows the work within one job.</summary>
public sealed class DynamicAllocationTests
{
    private static readonly (string, string)[] Settings =
    [
        ("spark.dynamicAllocation.enabled", "true"), ("spark.dynamicAllocation.minExecutors", "1"), ("spark.dynamicAllocation.maxExecutors", "4"), ("spark.dynamicAllocation.schedulerBacklogTimeout", "200ms"), ("spark.dynamicAllocation.executorIdleTimeout", "500ms"),
        ("spark.dynamicAllocation.cachedExecutorIdleTimeout", "500ms"), ("spark.dynamicAllocation.shuffleTracking.timeout", "500ms"), ("spark.sql.shuffle.partitions", "6"), ("spark.sql.adaptive.enabled", "false"),
        ("spark.sql.files.maxPartitionBytes", "512k"),
    ];

    [Fact]
    public async Task One_executor_becomes_four_and_one_again_in_one_job_with_kept_rows_and_map_outputs_intact()
    {
        await using var wide = new TaskGate("127.0.0.1");
        await using var narrow = new TaskGate("127.0.0.1");
        var (first, second) = (wide.Address, narrow.Address);
        using var cluster = new ProbedCluster(1, 1, Settings);
        var alive = Channel.CreateUnbounded<int>();
        var now = 0;
        cluster.Heard = news =>
        {
            if (news is ExecutorAdded)
                alive.Writer.TryWrite(++now);
            else if (news is ExecutorRemoved { Reason: LossReason.Drained })
                alive.Writer.TryWrite(--now);
        };
        var session = cluster.Session;
        session.Udf.Register("first", (long n) => TaskGate.Pass(first, n));
        session.Udf.Register("second", (long n) => TaskGate.Pass(second, n));
        var kept = Groups(session).Cache();
        var answer = Task.Run(() => kept.Agg(Sum("n").As("n"), Sum("q").As("q")).SelectExpr("second(n) AS n", "q").Collect()[0].ToString());

        // Six tasks that do not end fill four executors; then one task that does not end leaves three of them idle.
        await wide.TasksHeldAsync(4).WaitAsync(TimeSpan.FromSeconds(60));
        wide.Open();
        await narrow.TasksHeldAsync(1).WaitAsync(TimeSpan.FromSeconds(60));
        while (alive.Reader.TryRead(out _))
        {
            // Some came and went while the job began.
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (now > 1 && await alive.Reader.WaitToReadAsync(patience.Token).AsTask().ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default))
            alive.Reader.TryRead(out _);
        Assert.True(now == 1, $"{now} executors stay: {string.Join('\n', cluster.Log().Of<ExecutorDrains>().Concat(cluster.Log().Of<ExecutorRemoved>()).Concat(cluster.Log().Of<ExecutorsWanted>()).Concat(cluster.Log().Of<ExecutorAdded>()))}");
        narrow.Open();
        using var local = Session.Builder().Master("local[1]").Create();
        local.Udf.Register("first", (long n) => n);
        Assert.Equal(Groups(local).Agg(Sum("n").As("n"), Sum("q").As("q")).Collect()[0].ToString(), await answer.WaitAsync(TimeSpan.FromSeconds(60)));
        // The rows that all four kept are read where they are now.
        Assert.Equal(Groups(local).Agg(Max("q")).Collect()[0].ToString(), kept.Agg(Max("q")).Collect()[0].ToString());
        cluster.Close();

        var log = cluster.Log();
        Assert.Empty(log.Of<OutputsLost>());
        Assert.Empty(log.Of<CachedLost>());
        Assert.NotEmpty(log.Of<StageSkipped>());
        Assert.Contains(log.Of<BlocksHandedOver>(), b => EventLogLines.Number(b, "dataset") > 0);
        Assert.Contains(log.Of<BlocksHandedOver>(), b => EventLogLines.Number(b, "dataset") == 0);
        // One that is told to read elsewhere has lost nothing.
        Assert.DoesNotContain(log.Of<TaskEnded>(), t => EventLogLines.Text(t, "status") == "Lost");
        foreach (var job in log.Of<JobStarted>().Select(EventLogLines.Job))
            Assert.All(log.Succeeded(job).CountBy(t => (t.Stage, t.Partition)), t => Assert.Equal(1, t.Value));
        Console.WriteLine($"executors wanted: {string.Join(", ", log.Of<ExecutorsWanted>().Select(w => EventLogLines.Number(w, "target")))}; {log.Of<BlocksHandedOver>().Sum(b => EventLogLines.Numbers(b, "blocks").Count)} blocks handed over, no task ran again");
    }

    private static DataFrame Groups(Session session) => session.Read.Option("scale", 0.02).Table("tpch.lineitem").SelectExpr("l_suppkey % 40 AS k", "l_quantity")
        .GroupBy("k").Agg(Count("k").As("n"), Sum("l_quantity").As("q")).SelectExpr("k", "first(n) AS n", "q");
}
