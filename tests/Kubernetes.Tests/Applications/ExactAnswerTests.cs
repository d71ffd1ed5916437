using System.Diagnostics;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Faults that strike a query whose map outputs stand and whose readers are under way: the answer is exact, only what was lost is computed again, and nothing is left behind.</summary>
[Collection(nameof(PodApplication))]
public sealed class ExactAnswerTests
{
    [Fact]
    public Task An_executor_is_deleted_without_grace() => StrikeAsync(async (app, victim) =>
    {
        await app.Cluster.Pods.DeleteAsync(victim, DeleteOptions.Now);
        var removed = await app.RemovalOfAsync(victim);
        Assert.True(removed.LostOutputs > 0 && removed.RunningTasks > 0, $"{removed}");
    });

    [Fact]
    public Task A_container_goes_over_its_memory() => StrikeAsync(async (app, victim) =>
    {
        app.Gate.Exhaust(victim);
        var removed = await app.RemovalOfAsync(victim);
        Assert.Equal(LossReason.OutOfMemory, removed.Reason);
        Assert.Matches(@"OOMKilled: it went over its limit of 512 MiB \(last peak \d+ MiB\); raise spark\.executor\.memoryOverhead", removed.Message);
    });

    [Fact]
    public Task An_executor_is_evicted_and_hands_its_blocks_over() => StrikeAsync(async (app, victim) =>
    {
        Assert.True(await app.Cluster.Pods.EvictAsync(victim));
        // A disruption budget that selects the label counts it from now on.
        await app.Cluster.UntilAsync(victim, p => p.Metadata.Label("team/leaves") == "soon");
        await DrainedAsync(app, victim);
        Assert.Equal(0, app.TasksRunAgain());
    }, ("spark.kubernetes.executor.decommissionLabel", "team/leaves"), ("spark.kubernetes.executor.decommissionLabelValue", "soon"));

    [Fact]
    public Task An_executor_is_drained_by_a_deletion_with_its_own_grace() => StrikeAsync(async (app, victim) =>
    {
        await app.Cluster.Pods.DeleteAsync(victim);
        await DrainedAsync(app, victim);
        Assert.Equal(0, app.TasksRunAgain());
    });

    [Fact]
    public Task Two_of_three_are_evicted_at_once_and_the_third_takes_their_blocks() => StrikeAsync(async (app, victim) =>
    {
        var second = (await app.Cluster.Pods.ListAsync()).Items.Select(p => p.Name).Order(StringComparer.Ordinal).First(p => p != victim);
        await Task.WhenAll(app.Cluster.Pods.EvictAsync(victim), app.Cluster.Pods.EvictAsync(second));
        await Task.WhenAll(DrainedAsync(app, victim), DrainedAsync(app, second));
        Assert.Equal(0, app.TasksRunAgain());
    });

    [Fact]
    public Task Two_of_three_are_drained_at_once_with_too_little_grace() => StrikeAsync(async (app, victim) =>
    {
        var second = (await app.Cluster.Pods.ListAsync()).Items.Select(p => p.Name).Order(StringComparer.Ordinal).First(p => p != victim);
        var brief = new DeleteOptions(Grace: TimeSpan.FromSeconds(1));
        await Task.WhenAll(app.Cluster.Pods.DeleteAsync(victim, brief), app.Cluster.Pods.DeleteAsync(second, brief));
        await app.RemovalOfAsync(victim);
        await app.RemovalOfAsync(second);
    });

    [Fact]
    public Task A_pod_keeps_more_on_disk_than_it_may() => StrikeAsync(async (app, victim) =>
    {
        app.Gate.Overfill(victim);
        var removed = await app.RemovalOfAsync(victim, TimeSpan.FromSeconds(120));
        Assert.Contains("raise spindle.kubernetes.executor.limit.ephemeral-storage", removed.Message, StringComparison.Ordinal);
    }, ("spindle.kubernetes.executor.limit.ephemeral-storage", "128Mi"));

    [Fact]
    public async Task The_API_server_is_gone_for_a_minute_and_an_executor_with_it()
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        await using var proxy = new ApiServerProxy(cluster.Client.Endpoint.Server);
        await using var app = await PodApplication.OverAsync(cluster, ("spark.master", proxy.Master), ("spark.driver.host", PodApplication.AddressTowards(cluster.Client.Endpoint.Server)));
        var rows = app.RunAsync();
        var victim = await HeldOrEndedAsync(app, rows);
        proxy.Cut();
        using var minute = new PeriodicTimer(TimeSpan.FromSeconds(60));
        await cluster.Pods.DeleteAsync(victim, DeleteOptions.Now);
        var removed = await app.RemovalOfAsync(victim);
        Assert.Equal(LossReason.Disconnected, removed.Reason);
        await minute.WaitForNextTickAsync();
        Assert.DoesNotContain(app.News, n => n is ExecutorAdded { Executor.Id: "4" } or JobFinished);
        proxy.Restore();
        await app.HearAsync<ExecutorAdded>(a => a.Executor.Id == "4");
        app.Gate.Open();
        Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
        app.OnlyWhatWasLostRanAgain();
        await app.CloseAsync();
    }

    [Fact]
    public async Task A_quota_has_room_for_one_of_three()
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        await cluster.LimitPodsAsync("one", 1);
        await using var app = await PodApplication.OverAsync(cluster);
        var rows = app.RunAsync();
        await Cluster.ReachedAsync(() => Task.FromResult(app.Said.Contains("the work begins on 1 of 3 executors; for the others the API server says: ", StringComparison.Ordinal)));
        app.Gate.Open();
        Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
        Assert.Single(app.News.OfType<ExecutorAdded>());
        Assert.Contains("exceeded quota: one", app.Said, StringComparison.Ordinal);
        await app.CloseAsync();
    }

    // Runs the query until its tasks are held on three executors, does the first of them harm, and lets the tasks go.
    private static async Task StrikeAsync(Func<PodApplication, string, Task> fault, params (string, string)[] settings)
    {
        if (await PodApplication.TryOpenAsync(settings) is not { } app)
            return;
        await using (app)
        {
            var time = Stopwatch.StartNew();
            var rows = app.RunAsync();
            var victim = await HeldOrEndedAsync(app, rows);
            var began = time.Elapsed;
            await fault(app, victim);
            var struck = time.Elapsed;
            app.Gate.Open();
            Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
            app.OnlyWhatWasLostRanAgain();
            var ended = time.Elapsed;
            await app.CloseAsync();
            var removed = app.News.OfType<ExecutorRemoved>().First();
            Console.WriteLine($"held {began.TotalSeconds:0.0} s, fault seen after {(struck - began).TotalSeconds:0.0} s, answer after {(ended - struck).TotalSeconds:0.0} s, clean after {(time.Elapsed - ended).TotalSeconds:0.0} s: "
                + $"{removed.Reason}: {removed.Message}; {app.TasksRunAgain()} tasks ran again");
        }
    }

    // The tasks that it runs when it is told to go may end; then it hands over what it has.
    private static async Task DrainedAsync(PodApplication app, string victim)
    {
        await app.HearAsync<ExecutorDrains>(d => d.Executor.Id == PodApplication.ExecutorOf(victim));
        app.Gate.Release(victim);
        var removed = await app.RemovalOfAsync(victim);
        Assert.Equal((LossReason.Drained, 0, 0), (removed.Reason, removed.RunningTasks, removed.LostOutputs));
        Assert.Contains(app.News.OfType<BlocksHandedOver>(), b => b.From.Id == PodApplication.ExecutorOf(victim));
    }

    // A query that fails before its tasks are held says why.
    private static async Task<string> HeldOrEndedAsync(PodApplication app, Task<List<string>> rows)
    {
        var held = app.Gate.HeldAsync(3);
        if (await Task.WhenAny(held, rows) == rows)
            await rows;
        return (await held)[0];
    }
}
