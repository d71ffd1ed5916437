using System.Globalization;
using Spindle.Client.Resources;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Sql;
using Spindle.Testing;
using static Spindle.Sql.Functions;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Programs over executor pods of a real cluster, their driver outside of it.</summary>
[Collection(nameof(PodApplication))]
public sealed class ExecutorPodTests
{
    private const string Mark = "karpenter.sh/do-not-disrupt";

    [Fact]
    public async Task Pods_are_marked_while_they_hold_blocks_rows_are_those_of_one_process_and_nothing_is_left_behind()
    {
        if (await PodApplication.TryOpenAsync() is not { } app)
            return;
        await using (app)
        {
            var rows = app.RunAsync();
            await app.Gate.HeldAsync(3);
            // All map outputs stand; a pod that came late may have none.
            var holders = app.News.OfType<TaskEnded>().Where(t => t.Status == AttemptStatus.Succeeded).Select(t => t.Executor.Id).Distinct().Count();
            await Cluster.ReachedAsync(async () => await MarkedAsync(app) == holders);
            app.Gate.Open();
            Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
            await Cluster.ReachedAsync(async () => await MarkedAsync(app) == 0);
            await app.CloseAsync();
        }
    }

    [Fact]
    public async Task One_pod_becomes_four_and_one_again_in_one_job_with_kept_rows_and_map_outputs_intact()
    {
        if (await PodApplication.TryOpenAsync(
            ("spark.executor.instances", "1"), ("spark.dynamicAllocation.enabled", "true"), ("spark.dynamicAllocation.minExecutors", "1"), ("spark.dynamicAllocation.maxExecutors", "4"), ("spark.dynamicAllocation.schedulerBacklogTimeout", "500ms"),
            ("spark.dynamicAllocation.executorIdleTimeout", "1s"), ("spark.dynamicAllocation.cachedExecutorIdleTimeout", "1s"), ("spark.dynamicAllocation.shuffleTracking.timeout", "1s")) is not { } app)
        {
            return;
        }

        await using (app)
        {
            await using var narrow = new TaskGate(PodApplication.AddressTowards(app.Cluster.Client.Endpoint.Server));
            var address = narrow.Address;
            app.Session.Udf.Register("second", (long n) => TaskGate.Pass(address, n));
            var kept = Groups(app.Session).Cache();
            var answer = Task.Run(() => kept.Agg(Sum("n").As("n"), Sum("q").As("q")).SelectExpr("second(n) AS n", "q").Collect()[0].ToString());

            // Six tasks that do not end fill four pods; then one task that does not end leaves three of them idle.
            await app.Gate.HeldAsync(4);
            app.Gate.Open();
            await narrow.HeldAsync(1);
            await Cluster.ReachedAsync(async () => (await app.Cluster.Pods.ListAsync()).Items.Count(p => !p.IsOver && !p.Metadata.IsDeleting) == 1);
            narrow.Open();
            using var local = Session.Builder().Master("local[1]").Create();
            local.Udf.Register("held", (long n) => n);
            Assert.Equal(Groups(local).Agg(Sum("n").As("n"), Sum("q").As("q")).Collect()[0].ToString(), await answer.WaitAsync(Cluster.Deadline));
            // The rows that all four kept are read where they are now.
            Assert.Equal(Groups(local).Agg(Max("q")).Collect()[0].ToString(), kept.Agg(Max("q")).Collect()[0].ToString());
            await app.CloseAsync();
            Assert.DoesNotContain(app.News, n => n is OutputsLost or CachedLost);
            Assert.Contains(app.News, n => n is StageSkipped);
            Assert.Equal(0, app.TasksRunAgain());
            Assert.Contains(app.News.OfType<BlocksHandedOver>(), b => b.Dataset != 0);
            Assert.Contains(app.News.OfType<BlocksHandedOver>(), b => b.Dataset == 0);
            Assert.All(app.News.OfType<ExecutorRemoved>().Take(3), r => Assert.Equal(LossReason.Drained, r.Reason));
            Console.WriteLine($"executors wanted: {string.Join(", ", app.News.OfType<ExecutorsWanted>().Select(w => w.Target.ToString(CultureInfo.InvariantCulture)))}; "
                + $"{app.News.OfType<BlocksHandedOver>().Sum(b => b.Blocks.Count)} blocks handed over, no task ran again");
        }
    }

    private static DataFrame Groups(Session session) => session.Read.Option("scale", 0.02).Table("tpch.lineitem").SelectExpr("l_suppkey % 40 AS k", "l_quantity")
        .GroupBy("k").Agg(Count("k").As("n"), Sum("l_quantity").As("q")).SelectExpr("k", "held(n) AS n", "q");

    private static async Task<int> MarkedAsync(PodApplication app) =>
        (await app.Cluster.Pods.ListAsync(new Selection("spark-role=executor"))).Items.Count(p => p.Metadata.Annotations.GetValueOrDefault(Mark) == "true");
}
