using System.Text.Json.Nodes;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Testing.Kubernetes;
using Spindle.Testing.Kubernetes.Admission;

namespace Spindle.Client.Tests;

public sealed class PodTests
{
    [Fact]
    public async Task A_pods_life_is_read_from_its_status()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        scripted.Server.CannotSchedule("team-a", "p");
        Assert.Equal("0/1 nodes are available: 1 Insufficient cpu.", (await scripted.Pods.GetAsync("p")).ConditionOf("PodScheduled")!.Message);
        scripted.Server.Wait("team-a", "p", "ImagePullBackOff", "no such image");
        Assert.Equal("ImagePullBackOff", (await scripted.Pods.GetAsync("p")).ContainerOf("main")!.Waiting);
        scripted.Server.Run("team-a", "p");
        var running = await scripted.Pods.GetAsync("p");
        Assert.True(running is { IsReady: true, IsOver: false, Phase: PodPhase.Running, Node: "node1", Address: "10.244.0.9" });
        scripted.Server.End("team-a", "p", 137, "OOMKilled");
        var ended = (await scripted.Pods.GetAsync("p")).ContainerOf("main")!.Ended!;
        Assert.True(ended is { IsOutOfMemory: true, ExitCode: 137, Finished: not null });
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task An_eviction_speaks_the_servers_version(string version)
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.PolicyVersion = version;
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        scripted.Server.Run("team-a", "p");
        Assert.True(await scripted.Pods.EvictAsync("p", new DeleteOptions(Grace: TimeSpan.FromSeconds(60))));
        var leaving = await scripted.Pods.GetAsync("p");
        Assert.True(leaving.Metadata.IsDeleting);
        Assert.Equal("EvictionByEvictionAPI", leaving.ConditionOf("DisruptionTarget")!.Reason);
        scripted.Server.FinishDeletion("team-a", "p");
        Assert.False(await scripted.Pods.EvictAsync("p"));
    }

    [Fact]
    public async Task A_budget_that_forbids_an_eviction_is_told_and_not_waited_for()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = "The disruption budget b needs 3 healthy pods and has 3 currently" }) };
        scripted.Server.Fail("create pods/eviction", new Fault.Refuse(new ApiRefusal(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details)), 9);
        var refused = await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.EvictAsync("p"));
        Assert.True(refused.IsTooManyRequests);
        Assert.Equal(["The disruption budget b needs 3 healthy pods and has 3 currently"], refused.Causes);
        Assert.Equal(1, scripted.CallsOf("create", "pods/eviction"));
    }

    [Fact]
    public async Task Logs_are_tailed_and_followed_to_their_end()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        var early = await Assert.ThrowsAsync<ApiException>(async () => await scripted.Pods.LogAsync("p").ToListAsync());
        Assert.Contains("waiting to start", early.Message, StringComparison.Ordinal);
        var log = scripted.Server.Logs["team-a/p"] = new PodLog();
        for (var i = 0; i < 5; i++)
            log.Print($"line {i}");
        Assert.Equal(["line 3", "line 4"], await scripted.Pods.LogAsync("p", new LogOptions(Tail: 2)).ToListAsync());
        var followed = scripted.Pods.LogAsync("p", new LogOptions(Follow: true, Tail: 1)).ToListAsync().AsTask();
        log.Print("späte Zeile");
        log.End();
        var lines = await followed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("späte Zeile", lines[^1]);
    }

    [Fact]
    public async Task The_words_of_newer_servers_arrive()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Objects.Change("namespaces", null, "team-a", json => json["metadata"]!["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = "restricted" });
        scripted.Server.Admission.Add(new PodSecurity());
        var refused = await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(Scripted.PodNamed("p")));
        Assert.StartsWith("pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"main\" must set", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsOverQuota);
    }

    [Fact]
    public async Task What_clusters_add_to_a_pod_is_seen_in_the_answer()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Admission.Add(new SidecarInjector());
        scripted.Server.Objects.Create(ServedKind.All.First(k => k.Plural == "limitranges"), "team-a", JsonNode.Parse("""{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","default":{"cpu":"1"},"max":{"memory":"1Gi"}}]}}""")!.AsObject());
        var made = await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        Assert.Equal(["istio-proxy", "main"], made.Spec.Objects("containers").Select(c => c.Text("name")));
        Assert.Equal("1", (string?)made.Spec!["containers"]![1]!["resources"]!["limits"]!["cpu"]);
        var large = Scripted.PodNamed("large");
        large.Json["spec"]!["containers"]![0]!["resources"]!["limits"]!["memory"] = "2Gi";
        Assert.Equal("pods \"large\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi", (await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(large))).Message);
    }

    [Fact]
    public async Task A_namespace_that_ends_takes_nothing_new()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Objects.Change("namespaces", null, "team-a", json => json["status"]!["phase"] = "Terminating");
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(Scripted.PodNamed("p")))).IsNamespaceEnding);
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => scripted.Client.Of<Kinds.Pod>("nowhere").CreateAsync(Scripted.PodNamed("p")))).IsNotFound);
    }
}
