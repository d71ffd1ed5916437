using Spindle.Client.Pods;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>The only executor is taken away while it holds map outputs: they go to a bucket, its successor reads them there, and nothing is computed again.</summary>
[Collection(nameof(PodApplication))]
public sealed class FallbackStorageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Blocks_of_the_only_executor_outlive_it_in_a_bucket(bool isEvicted)
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        using var buckets = Buckets.TryStart(PodApplication.AddressTowards(cluster.Client.Endpoint.Server));
        if (buckets is null)
        {
            await cluster.DisposeAsync();
            return;
        }

        await using var app = await PodApplication.OverAsync(cluster, [("spark.executor.instances", "1"), ("spark.storage.decommission.fallbackStorage.path", "s3://data/blocks"), .. buckets.Settings]);
        var rows = app.RunAsync();
        // All map outputs stand, and the first of their readers is under way.
        var victim = (await app.Gate.HeldAsync(1))[0];
        if (isEvicted)
            Assert.True(await cluster.Pods.EvictAsync(victim));
        else
            await cluster.Pods.DeleteAsync(victim);
        await app.HearAsync<ExecutorDrains>(d => d.Executor.Id == PodApplication.ExecutorOf(victim));
        app.Gate.Release(victim);
        var removed = await app.RemovalOfAsync(victim);
        Assert.Equal((LossReason.Drained, 0, 0), (removed.Reason, removed.RunningTasks, removed.LostOutputs));
        // The other readers are held on the executor that took its place.
        await app.Gate.HeldAsync(1);
        var stored = buckets.Objects;
        app.Gate.Open();
        Assert.Equal(PodApplication.Expected(), await rows.WaitAsync(Cluster.Deadline));
        await app.CloseAsync();

        var moved = app.News.OfType<BlocksHandedOver>().ToList();
        Assert.All(moved, m => Assert.Equal(ExecutorKey.Fallback, m.To));
        Assert.Equal(moved.SelectMany(m => m.Blocks.Select(map => $"stage-{m.Stage}-map-{map}")).Order(StringComparer.Ordinal), stored.Select(o => Path.GetFileName(o)).Order(StringComparer.Ordinal));
        Assert.NotEmpty(stored);
        Assert.Equal(0, app.TasksRunAgain());
        Assert.Empty(app.News.OfType<OutputsLost>());
        Assert.Empty(buckets.Objects);
        Console.WriteLine($"{(isEvicted ? "evicted" : "drained")}: the only executor put {stored.Count} blocks into the bucket, {app.TasksRunAgain()} tasks ran again, {buckets.Objects.Count} objects are left");
    }
}
