using System.Diagnostics;
using System.Globalization;
using Spindle.Client.Resources;
using Spindle.Driver.Actions;
using Spindle.Sql;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Executors whose containers may use half a processor: they are slow, and not taken for dead.</summary>
[Collection(nameof(PodApplication))]
public sealed class SlowExecutorTests
{
    private const string Query = "SELECT l_suppkey % 100 AS k, count(*), sum(l_extendedprice), max(o_orderkey), min(l_comment) FROM tpch.lineitem JOIN tpch.orders ON l_orderkey = o_orderkey GROUP BY 1 ORDER BY 1";

    [Fact]
    public async Task Heartbeats_hold_while_half_a_processor_shuffles()
    {
        // Four missed heartbeats are the end of an executor here.
        if (await PodApplication.TryOpenAsync(("spindle.tpch.scale", "0.6"), ("spark.executor.instances", "2"), ("spark.kubernetes.executor.limit.cores", "500m"),
            ("spark.executor.heartbeatInterval", "1s"), ("spark.network.timeout", "4s"), ("spark.sql.shuffle.partitions", "12")) is not { } app)
        {
            return;
        }

        await using (app)
        {
            await Cluster.ReachedAsync(async () => (await app.Cluster.Pods.ListAsync(new Selection("spark-role=executor"))).Items.Count(p => p.IsReady) == 2);
            var time = Stopwatch.StartNew();
            var rows = await Task.Run(() => PodApplication.Rows(app.Session, Query)).WaitAsync(Cluster.Deadline);
            var took = time.Elapsed;
            using var local = Session.Builder().Master("local[1]").Config("spindle.tpch.scale", "0.6").Create();
            Assert.Equal(PodApplication.Rows(local, Query), rows);
            Assert.DoesNotContain(app.News, n => n is ExecutorRemoved);
            Assert.Equal(0, app.TasksRunAgain());
            var worked = TimeSpan.FromMilliseconds(app.News.OfType<TaskEnded>().Sum(t => t.Milliseconds));
            await app.CloseAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two executors of half a processor: {took.TotalSeconds:0.0} s, {worked.TotalSeconds:0.0} s of tasks, {app.News.OfType<TaskEnded>().Sum(t => t.Figures?.BytesWritten ?? 0) / 1e6:0.0} MB shuffled, no executor lost"));
        }
    }
}
