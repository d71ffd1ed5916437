using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Client.Watching;

namespace Spindle.Kubernetes.Tests.Client;

public sealed class WatchTests
{
    [Fact]
    public async Task A_watcher_knows_what_the_cluster_holds()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var maps = cluster.Client.Of<ConfigMap>(cluster.Namespace);
        var lists = 0;
        await using var watcher = new Watcher<ConfigMap>(maps, new WatcherOptions { ListEvery = TimeSpan.FromSeconds(2) }) { Listed = () => Interlocked.Increment(ref lists), Failed = e => Assert.Fail(e.ToString()) };
        watcher.Start();
        await watcher.FirstList.WaitAsync(Cluster.Deadline);
        for (var i = 0; i < 10; i++)
            await maps.CreateAsync(Manifest.For<ConfigMap>($"m{i}"));
        await maps.PatchAsync("m3", JsonNode.Parse("""{"data":{"k":"v"}}""")!);
        await maps.DeleteAsync("m4");
        await Cluster.ReachedAsync(async () => Same((await maps.ListAsync()).Items, watcher.Items.Values));
        Assert.Equal("v", watcher.Items[$"{cluster.Namespace}/m3"].Data["k"]);
        await Cluster.ReachedAsync(() => Task.FromResult(Volatile.Read(ref lists) >= 3));
        Assert.True(Same((await maps.ListAsync()).Items, watcher.Items.Values));
    }

    [Fact]
    public async Task A_watch_ends_when_its_time_is_over()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var maps = cluster.Client.Of<ConfigMap>(cluster.Namespace);
        var version = (await maps.ListAsync()).Version;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await maps.CreateAsync(Manifest.For<ConfigMap>("one"));
        var told = await maps.WatchAsync(version, TimeSpan.FromSeconds(2), new Selection(Fields: "metadata.name=one")).ToListAsync();
        Assert.Equal("one", told.First(t => t.Kind == WatchEventKind.Added).Resource.Name);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 30);
    }

    private static bool Same(IEnumerable<ConfigMap> left, IEnumerable<ConfigMap> right) =>
        left.Select(m => (m.Metadata.Uid, m.Metadata.ResourceVersion)).Order().SequenceEqual(right.Select(m => (m.Metadata.Uid, m.Metadata.ResourceVersion)).Order());
}
