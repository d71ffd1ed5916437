using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;

namespace Spindle.Kubernetes.Tests.Client;

public sealed class KindTests
{
    [Fact]
    public async Task Every_kind_is_created_applied_read_listed_patched_and_deleted()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        await LifeAsync<Pod>(cluster, Cluster.Shell("x", "sleep 60").Json["spec"]!.DeepClone());
        await LifeAsync<Service>(cluster, JsonNode.Parse("""{"clusterIP":"None","selector":{"a":"b"},"ports":[{"port":80}]}""")!);
        await LifeAsync<ConfigMap>(cluster, JsonNode.Parse("""{"k":"v"}""")!, "data");
        await LifeAsync<Secret>(cluster, JsonNode.Parse("""{"k":"dg=="}""")!, "data");
        await LifeAsync<PersistentVolumeClaim>(cluster, JsonNode.Parse("""{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}""")!);
        await LifeAsync<ServiceAccount>(cluster, JsonValue.Create(false), "automountServiceAccountToken");
        await LifeAsync<ResourceQuota>(cluster, JsonNode.Parse("""{"hard":{"pods":"20"}}""")!);
        await LifeAsync<LimitRange>(cluster, JsonNode.Parse("""{"limits":[{"type":"Container","max":{"memory":"8Gi"}}]}""")!);
        await LifeAsync<NetworkPolicy>(cluster, JsonNode.Parse("""{"podSelector":{},"policyTypes":["Ingress"]}""")!);
        await LifeAsync<Lease>(cluster, JsonNode.Parse("""{"holderIdentity":"me","leaseDurationSeconds":60,"renewTime":"2026-01-01T00:00:00.000000Z"}""")!);
        await LifeAsync<Role>(cluster, JsonNode.Parse("""[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]""")!, "rules");
    }

    [Fact]
    public async Task Nodes_events_and_namespaces_are_read()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var node = (await cluster.Client.Of<Node>().ListAsync()).Items.First(n => n.IsReady);
        Assert.True(node.Allocatable["memory"] > Quantity.Parse("64Mi"));
        Assert.False((await cluster.Client.Of<Namespace>().GetAsync(cluster.Namespace)).IsEnding);
        var pod = Cluster.Shell("nowhere", "true");
        pod.Json["spec"]!["nodeSelector"] = new JsonObject { ["no-node"] = "has-this" };
        var made = await cluster.Pods.CreateAsync(pod);
        await Cluster.ReachedAsync(async () => (await cluster.Client.Of<CoreEvent>(cluster.Namespace).ListAsync(new Selection(Fields: "reason=FailedScheduling"))).Items.Any(e => e.About == made.Metadata.Uid && e.IsWarning));
        Assert.Equal("Unschedulable", (await cluster.UntilAsync("nowhere", p => p.ConditionOf("PodScheduled") is not null)).ConditionOf("PodScheduled")!.Reason);
    }

    [Fact]
    public async Task Apply_keeps_to_its_own_fields()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var maps = cluster.Client.Of<ConfigMap>(cluster.Namespace);
        await maps.ApplyAsync(Map(("a", "1")), options: new WriteOptions(FieldManager: "one"));
        await maps.ApplyAsync(Map(("b", "2")), options: new WriteOptions(FieldManager: "two"));
        var conflict = await Assert.ThrowsAsync<ApiException>(() => maps.ApplyAsync(Map(("a", "9")), options: new WriteOptions(FieldManager: "two")));
        Assert.True(conflict.IsConflict);
        Assert.Contains("\"one\"", conflict.Message, StringComparison.Ordinal);
        var taken = await maps.ApplyAsync(Map(("a", "9")), force: true, options: new WriteOptions(FieldManager: "two"));
        Assert.Equal("9", Assert.Single(taken.Data).Value);
    }

    [Fact]
    public async Task A_trial_goes_through_admission_and_stores_nothing()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var quota = Manifest.For<ResourceQuota>("tight");
        quota.Json["spec"] = JsonNode.Parse("""{"hard":{"requests.cpu":"1"}}""");
        await cluster.Client.Of<ResourceQuota>(cluster.Namespace).CreateAsync(quota);
        await Cluster.ReachedAsync(async () => (await cluster.Client.Of<ResourceQuota>(cluster.Namespace).GetAsync("tight")).Hard.Count > 0);
        Assert.NotEmpty((await cluster.Pods.CreateAsync(Cluster.Shell("small", "true"), WriteOptions.Trial)).Metadata.Uid);
        Assert.Null(await cluster.Pods.FindAsync("small"));
        var large = Cluster.Shell("large", "true");
        large.Json["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"] = "2";
        var refused = await Assert.ThrowsAsync<ApiException>(() => cluster.Pods.CreateAsync(large, WriteOptions.Trial));
        Assert.Equal("pods \"large\" is forbidden: exceeded quota: tight, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1", refused.Message);
        Assert.True(refused.IsOverQuota);
    }

    [Fact]
    public async Task Pages_put_together_are_the_list()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var maps = cluster.Client.Of<ConfigMap>(cluster.Namespace);
        for (var i = 0; i < 12; i++)
            await maps.CreateAsync(Manifest.For<ConfigMap>($"m{i:00}", [KeyValuePair.Create("page", "yes")]));
        var pages = await maps.PagesAsync(Selection.Labelled(("page", "yes")), size: 5).ToListAsync();
        Assert.Equal([5, 5, 2], pages.Select(p => p.Items.Count));
        Assert.Single(pages.Select(p => p.Version).Distinct());
        await maps.DeleteAllAsync(Selection.Labelled(("page", "yes")));
        Assert.Empty((await maps.ListAsync(Selection.Labelled(("page", "yes")))).Items);
    }

    private static ConfigMap Map(params (string Key, string Value)[] data)
    {
        var map = Manifest.For<ConfigMap>("shared");
        map.Json["data"] = Manifest.Map(data.Select(d => KeyValuePair.Create(d.Key, d.Value)));
        return map;
    }

    private static async Task LifeAsync<T>(Cluster cluster, JsonNode content, string member = "spec")
        where T : Resource, IResource<T>
    {
        var resources = cluster.Client.Of<T>(cluster.Namespace);
        var manifest = Manifest.For<T>("life", [KeyValuePair.Create("a", "1")]);
        manifest.Json[member] = content;
        var made = await resources.CreateAsync(manifest);
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => resources.CreateAsync(manifest))).IsAlreadyExists);
        Assert.Equal(made.Metadata.Uid, (await resources.GetAsync("life")).Metadata.Uid);
        Assert.Contains((await resources.ListAsync(Selection.Labelled(("a", "1")))).Items, r => r.Metadata.Uid == made.Metadata.Uid);
        Assert.Equal("2", (await resources.PatchAsync("life", JsonNode.Parse("""{"metadata":{"labels":{"a":"2"}}}""")!)).Metadata.Label("a"));
        var applied = Manifest.For<T>("life", [KeyValuePair.Create("applied", "yes")]);
        Assert.Equal("2", (await resources.ApplyAsync(applied, force: true)).Metadata.Label("a"));
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => resources.DeleteAsync("life", new DeleteOptions(Uid: "00000000-0000-4000-8000-000000000000")))).IsConflict);
        Assert.True(await resources.DeleteAsync("life", new DeleteOptions(Grace: typeof(T) == typeof(Pod) ? TimeSpan.Zero : null, Uid: made.Metadata.Uid)));
    }
}
