using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;

namespace Spindle.Kubernetes.Tests.Client;

public sealed class PodTests
{
    [Fact]
    public async Task A_log_is_followed_to_the_containers_end()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        await cluster.Pods.CreateAsync(Cluster.Shell("talks", "for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done; exit 3"));
        await cluster.UntilAsync("talks", p => p.Phase != PodPhase.Pending);
        Assert.Equal(Enumerable.Range(1, 5).Select(i => $"line {i}"), await cluster.Pods.LogAsync("talks", new LogOptions(Follow: true)).ToListAsync());
        var ended = await cluster.UntilAsync("talks", p => p.IsOver);
        Assert.True(ended is { Phase: PodPhase.Failed });
        Assert.Equal((3, "Error"), (ended.ContainerOf("main")!.Ended!.ExitCode, ended.ContainerOf("main")!.Ended!.Reason));
        Assert.Equal(["line 4", "line 5"], await cluster.Pods.LogAsync("talks", new LogOptions("main", Tail: 2)).ToListAsync());
    }

    [Fact]
    public async Task More_memory_than_the_limit_is_told_as_such()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        await cluster.Pods.CreateAsync(Cluster.Shell("eats", "x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done"));
        Assert.True((await cluster.UntilAsync("eats", p => p.IsOver)).ContainerOf("main")!.Ended!.IsOutOfMemory);
    }

    [Fact]
    public async Task An_eviction_ends_a_pod_and_a_budget_forbids_it()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        await cluster.Pods.CreateAsync(Cluster.Shell("guarded", "sleep 600"));
        await cluster.UntilAsync("guarded", p => p.IsReady);
        var kind = await cluster.Client.Versions.FindAsync("poddisruptionbudgets", ["policy/v1", "policy/v1beta1"]);
        var budgets = cluster.Client.Of(kind!, cluster.Namespace);
        await budgets.CreateAsync(new Unstructured(new JsonObject
        {
            ["apiVersion"] = kind!.ApiVersion,
            ["kind"] = kind.Name,
            ["metadata"] = new JsonObject { ["name"] = "all-stay" },
            ["spec"] = JsonNode.Parse("""{"minAvailable":1,"selector":{"matchLabels":{"spindle-test":"guarded"}}}"""),
        }));
        await Cluster.ReachedAsync(async () => (await budgets.GetAsync("all-stay")).Json.Object("status").Integer("expectedPods") == 1);
        var refused = await Assert.ThrowsAsync<ApiException>(() => cluster.Pods.EvictAsync("guarded"));
        Assert.True(refused.IsTooManyRequests);
        Assert.Contains("all-stay", Assert.Single(refused.Causes), StringComparison.Ordinal);
        await budgets.DeleteAsync("all-stay");
        await Cluster.ReachedAsync(async () => (await budgets.ListAsync()).Items.Count == 0);
        Assert.True(await cluster.Pods.EvictAsync("guarded", new DeleteOptions(Grace: TimeSpan.FromSeconds(1))));
        await Cluster.ReachedAsync(async () => await cluster.Pods.FindAsync("guarded") is not { Metadata.IsDeleting: false });
    }
}
