using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Kubernetes.Tests.Applications;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Nodes;

/// <summary>Applications over several nodes: made-up ones of a control plane that has none, whose API server, controllers and scheduler are real.</summary>
[Collection(nameof(PodApplication))]
public sealed class SeveralNodesTests
{
    [Fact]
    public async Task An_executor_that_is_evicted_hands_its_blocks_to_another_node()
    {
        if (await TryOpenAsync() is not { } cluster)
            return;
        var (left, right) = ($"{cluster.Namespace}-a", $"{cluster.Namespace}-b");
        await using var nodes = await MadeUpNodes.StartAsync(cluster, (left, "z", 3), (right, "z", 1));
        // Two neighbours could take the blocks as well, and come first by their number or have as little to do.
        await using var app = await PodApplication.OverAsync(cluster, ("spark.executor.instances", "4"), ("spark.sql.shuffle.partitions", "8"));
        // Whoever came first could have all map tasks to itself.
        await Cluster.ReachedAsync(() => Task.FromResult(app.News.OfType<ExecutorAdded>().Count() == 4));
        var rows = app.RunAsync();
        await app.Gate.TasksHeldAsync(4);
        var on = app.News.OfType<ExecutorAdded>().ToDictionary(e => e.Executor, e => e.Node);
        Assert.Equal([(left, 3), (right, 1)], on.Values.CountBy(n => n).Select(n => (n.Key, n.Value)).Order());
        var victim = app.News.OfType<TaskEnded>().First(t => on[t.Executor] == left).Executor;
        var pod = (await cluster.Pods.ListAsync(new Selection($"spark-exec-id={victim.Id}"))).Items.Single().Name;
        Assert.True(await cluster.Pods.EvictAsync(pod));
        await app.HearAsync<ExecutorDrains>(d => d.Executor == victim);
        // Row by row it ends its task and then hands over, while the query, which has as many tasks to come, still needs what it has.
        await Cluster.ReachedAsync(() =>
        {
            app.Gate.LetGo();
            return Task.FromResult(app.News.OfType<BlocksHandedOver>().Any());
        });
        app.Gate.Open();
        Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
        Assert.Equal(LossReason.Drained, (await app.RemovalOfAsync(pod)).Reason);
        await app.CloseAsync();
        var moved = app.News.OfType<BlocksHandedOver>().ToList();
        Assert.NotEmpty(moved);
        Assert.All(moved, m => Assert.Equal(right, on[m.To]));
        Assert.Equal(0, app.TasksRunAgain());
        Console.WriteLine($"{moved.Sum(m => m.Blocks.Count)} blocks went from executor {victim.Id} on {left} to executor {moved[0].To.Id} on {right}, none to its {on.Values.Count(n => n == left) - 1} neighbours");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_is_lost_costs_what_it_had_and_none_of_the_failure_budget(bool isDeleted)
    {
        if (await TryOpenAsync() is not { } cluster)
            return;
        var names = (string[])[$"{cluster.Namespace}-a", $"{cluster.Namespace}-b", $"{cluster.Namespace}-c"];
        await using var nodes = await MadeUpNodes.StartAsync(cluster, [.. names.Select(n => (n, "z", 1))]);
        await using var app = await PodApplication.OverAsync(cluster, ("spark.executor.instances", "2"), ("spark.executor.maxNumFailures", "0"), ("spark.kubernetes.executor.apiPollingInterval", "1s"));
        var rows = app.RunAsync();
        await app.Gate.TasksHeldAsync(2);
        var victim = app.News.OfType<ExecutorAdded>().First();
        var pod = (await cluster.Pods.ListAsync(new Selection($"spark-exec-id={victim.Executor.Id}"))).Items.Single().Name;
        await nodes.LoseAsync(victim.Node, isDeleted);
        // What the cluster does to the pods of a node that has been silent for some minutes; nobody is there to end them.
        if (!isDeleted)
            await cluster.Pods.DeleteAsync(pod);
        var removed = await app.RemovalOfAsync(pod);
        await Cluster.ReachedAsync(() => Task.FromResult(app.Said.Contains($"executor {victim.Executor.Id} on {victim.Node} ended (NodeLost): its node {victim.Node} {(isDeleted ? "is gone" : "does not report")}", StringComparison.Ordinal)));
        Assert.False(removed.Reason.Counts(), $"{removed}");
        var next = await app.HearAsync<ExecutorAdded>(a => a.Executor.Id == "3");
        Assert.NotEqual(victim.Node, next.Node);
        app.Gate.Open();
        Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
        app.OnlyWhatWasLostRanAgain();
        await app.CloseAsync();
        Console.WriteLine($"{victim.Node} {(isDeleted ? "deleted" : "silent")}: {removed.Reason}: {removed.Message}; {app.TasksRunAgain()} tasks ran again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Executors_stay_in_one_zone_where_a_setting_says_so(bool isTogether)
    {
        if (await TryOpenAsync() is not { } cluster)
            return;
        var zones = new Dictionary<string, string> { ["a1"] = "a", ["a2"] = "a", ["b1"] = "b", ["b2"] = "b" }.ToDictionary(z => $"{cluster.Namespace}-{z.Key}", z => z.Value);
        await using var nodes = await MadeUpNodes.StartAsync(cluster, [.. zones.Select(z => (z.Key, z.Value, 2))]);
        (string, string)[] setting = isTogether ? [("spindle.kubernetes.executor.colocateIn", "topology.kubernetes.io/zone")] : [];
        await using var app = await PodApplication.OverAsync(cluster, [("spark.executor.instances", "4"), .. setting]);
        await Cluster.ReachedAsync(() => Task.FromResult(app.News.OfType<ExecutorAdded>().Count() == 4));
        var used = app.News.OfType<ExecutorAdded>().Select(e => e.Node).ToList();
        await app.CloseAsync();
        Assert.Equal(isTogether ? 1 : 2, used.Select(n => zones[n]).Distinct().Count());
        Console.WriteLine($"four executors{(isTogether ? " that are to stay together" : "")}: zones {string.Join(", ", used.Select(n => zones[n]))}");
    }

    [Fact]
    public async Task Idle_executors_leave_one_node_empty_before_they_leave_another()
    {
        if (await TryOpenAsync() is not { } cluster)
            return;
        await using var nodes = await MadeUpNodes.StartAsync(cluster, ($"{cluster.Namespace}-a", "z", 2), ($"{cluster.Namespace}-b", "z", 2));
        await using var app = await PodApplication.OverAsync(cluster, ("spark.dynamicAllocation.enabled", "true"), ("spark.dynamicAllocation.initialExecutors", "4"), ("spark.dynamicAllocation.minExecutors", "2"),
            ("spark.dynamicAllocation.maxExecutors", "4"), ("spark.dynamicAllocation.executorIdleTimeout", "3s"));
        await using var last = new TaskGate(PodApplication.AddressTowards(cluster.Client.Endpoint.Server));
        var address = last.Address;
        app.Session.Udf.Register("last", (long value) => TaskGate.Pass(address, value));
        // One task an executor: all four are at work, and one stays at it.
        var rows = Task.Run(() => PodApplication.Rows(app.Session, "SELECT CASE WHEN id = 3 THEN last(id) ELSE held(id) END FROM range(0, 4, 1, 4)"));
        await app.Gate.TasksHeldAsync(3);
        await last.TasksHeldAsync(1);
        var launched = app.News.OfType<TaskLaunched>().ToList();
        var on = app.News.OfType<ExecutorAdded>().Where(e => launched.Exists(l => l.Executor == e.Executor)).ToDictionary(e => e.Executor, e => e.Node);
        Assert.Equal([2, 2], on.Values.CountBy(n => n).Select(n => n.Value));
        var busy = launched.Single(l => l.Attempt.Partition == 3).Executor;
        var emptied = on.Values.First(n => n != on[busy]);
        var before = app.News.Count;
        app.Gate.Open();
        // Three are idle and two may go: those of the node that can be emptied, whichever went idle first.
        await Cluster.ReachedAsync(() => Task.FromResult(app.News.Skip(before).OfType<ExecutorRemoved>().Count(r => r.Reason == LossReason.Drained) == 2));
        var left = app.News.Skip(before).OfType<ExecutorDrains>().Select(d => on[d.Executor]).ToList();
        Assert.Equal([emptied, emptied], left);
        // A node autoscaler could take it.
        await Cluster.ReachedAsync(async () => (await cluster.Pods.ListAsync()).Items.All(p => p.Node != emptied));
        last.Open();
        Assert.Equal(4, (await rows.WaitAsync(Cluster.Deadline)).Count);
        await app.CloseAsync();
        Console.WriteLine($"executors {string.Join(", ", on.OrderBy(e => e.Key.Id).Select(e => $"{e.Key.Id} on {e.Value}"))}; a task stays on {busy.Id}; idle ones leave {string.Join(", ", left)}");
    }

    /// <summary>A namespace on a control plane without nodes; null, with a printed line, where there is none.</summary>
    private static async Task<Cluster?> TryOpenAsync()
    {
        if (await Cluster.TryOpenAsync() is not { } cluster)
            return null;
        if ((await cluster.Client.Of<Node>().ListAsync()).Items.Count == 0)
            return cluster;
        await cluster.DisposeAsync();
        Skipped.Say("several made-up nodes (the cluster of KUBECONFIG has nodes of its own; a control plane alone is wanted)");
        return null;
    }
}
