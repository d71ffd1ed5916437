using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Watching;

namespace Spindle.Client.Tests;

public sealed class ResourceCacheTests
{
    private readonly ResourceCache<ConfigMap> cache = new();

    [Fact]
    public void Late_and_repeated_news_change_nothing()
    {
        cache.Replace([Map("a", "u1", 5)]);
        Assert.Empty(Take(WatchEventKind.Added, Map("a", "u1", 5)));
        Assert.Single(Take(WatchEventKind.Modified, Map("a", "u1", 7)));
        Assert.Empty(Take(WatchEventKind.Modified, Map("a", "u1", 6)));
        Assert.Single(Take(WatchEventKind.Deleted, Map("a", "u1", 9)));
        Assert.Empty(Take(WatchEventKind.Deleted, Map("a", "u1", 9)));
        Assert.Empty(Take(WatchEventKind.Modified, Map("a", "u1", 8)));
        Assert.Empty(cache.Items);
    }

    [Fact]
    public void An_object_of_the_same_name_is_another_object()
    {
        cache.Replace([Map("a", "u1", 5)]);
        var changes = Take(WatchEventKind.Added, Map("a", "u2", 8));
        Assert.Equal([(true, false), (false, true)], changes.Select(c => (c.IsRemoval, c.IsAddition)));
        Assert.Empty(Take(WatchEventKind.Deleted, Map("a", "u1", 7)));
        Assert.Empty(Take(WatchEventKind.Modified, Map("a", "u1", 6)));
        Assert.Equal("u2", cache.Items["a"].Metadata.Uid);
        Assert.Equal([(true, false), (false, true)], cache.Replace([Map("a", "u3", 20)]).Select(c => (c.IsRemoval, c.IsAddition)));
    }

    [Fact]
    public void A_deletion_told_before_the_creation_stands()
    {
        Assert.Empty(Take(WatchEventKind.Deleted, Map("a", "u1", 9)));
        Assert.Empty(Take(WatchEventKind.Added, Map("a", "u1", 8)));
        Assert.Empty(cache.Items);
    }

    [Fact]
    public void A_removal_tells_the_last_that_the_server_said()
    {
        cache.Replace([Map("a", "u1", 5)]);
        Assert.Equal("9", Assert.Single(Take(WatchEventKind.Deleted, Map("a", "u1", 9))).Last.Metadata.ResourceVersion);
    }

    [Fact]
    public void A_list_tells_only_what_differs()
    {
        cache.Replace([Map("a", "u1", 5), Map("b", "u2", 6)]);
        var changes = cache.Replace([Map("b", "u2", 6), Map("c", "u3", 7)]);
        Assert.Equal(["c", "a"], changes.Select(c => c.Last.Name));
    }

    private static ConfigMap Map(string name, string uid, long version) =>
        new(new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = uid, ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) } });

    private IReadOnlyList<CacheChange<ConfigMap>> Take(WatchEventKind kind, ConfigMap map) => cache.Take(new WatchEvent<ConfigMap>(kind, map));
}
