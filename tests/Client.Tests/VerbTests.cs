using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;

namespace Spindle.Client.Tests;

public sealed class VerbTests
{
    [Fact]
    public async Task What_the_client_does_not_know_survives_reading_and_writing()
    {
        await using var scripted = await Scripted.StartAsync();
        var map = Scripted.MapNamed("settings");
        map.Json["unheardOf"] = JsonNode.Parse("""{"deep":[1,{"er":true}]}""");
        var made = await scripted.Maps.CreateAsync(map);
        made.Json["data"]!["key"] = "2";
        await scripted.Maps.ReplaceAsync(made);
        var read = await scripted.Maps.GetAsync("settings");
        Assert.Equal("2", read.Data["key"]);
        Assert.True((bool)read.Json["unheardOf"]!["deep"]![1]!["er"]!);
        Assert.NotEqual(made.Metadata.ResourceVersion, read.Metadata.ResourceVersion);
        Assert.Equal(made.Metadata.Uid, read.Metadata.Uid);
    }

    [Fact]
    public async Task Lists_go_by_pages_and_carry_the_version_of_the_first()
    {
        await using var scripted = await Scripted.StartAsync();
        for (var i = 0; i < 35; i++)
            await scripted.Maps.CreateAsync(Scripted.MapNamed($"map-{i:00}"));
        var list = await scripted.Maps.ListAsync();
        Assert.Equal(35, list.Items.Count);
        Assert.Equal(4, scripted.CallsOf("list", "configmaps"));
        Assert.Equal(scripted.Server.Objects.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), list.Version);
        Assert.All(list.Items, i => Assert.Equal("ConfigMap", (string?)i.Json["kind"]));
    }

    [Fact]
    public async Task A_list_whose_pages_expire_is_begun_again()
    {
        await using var scripted = await Scripted.StartAsync();
        for (var i = 0; i < 25; i++)
            await scripted.Maps.CreateAsync(Scripted.MapNamed($"map-{i:00}"));
        var pages = 0;
        scripted.Server.Script = call =>
        {
            if (call.Verb == "list" && ++pages % 2 == 0)
                scripted.Server.Objects.Compact();
            if (call.Verb == "list" && pages % 2 == 0)
                scripted.Server.Objects.Create(Testing.Kubernetes.ServedKind.All.First(k => k.Plural == "secrets"), "team-a", new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = "s-" } });
            if (call.Verb == "list")
                scripted.Server.Objects.Compact();
            return null;
        };
        Assert.Equal(25, (await scripted.Maps.ListAsync()).Items.Count);
        Assert.Contains(scripted.Server.Calls, c => c.Verb == "list" && c.Query["limit"].Count == 0);
    }

    [Fact]
    public async Task Selections_name_labels_and_fields()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("a", ("app", "x"), ("role", "driver")));
        await scripted.Pods.CreateAsync(Scripted.PodNamed("b", ("app", "x"), ("role", "executor")));
        await scripted.Pods.CreateAsync(Scripted.PodNamed("c", ("app", "y")));
        Assert.Equal(["a", "b"], (await scripted.Pods.ListAsync(Selection.Labelled(("app", "x")))).Items.Select(p => p.Name));
        Assert.Equal(["b"], (await scripted.Pods.ListAsync(new Selection("app in (x, z),role!=driver"))).Items.Select(p => p.Name));
        Assert.Equal(["c"], (await scripted.Pods.ListAsync(new Selection(Fields: "metadata.name=c"))).Items.Select(p => p.Name));
        await scripted.Pods.DeleteAllAsync(Selection.Labelled(("app", "x")), DeleteOptions.Now);
        Assert.Equal(["c"], (await scripted.Pods.ListAsync()).Items.Select(p => p.Name));
    }

    [Fact]
    public async Task A_trial_is_admitted_and_not_stored()
    {
        await using var scripted = await Scripted.StartAsync();
        var made = await scripted.Pods.CreateAsync(Scripted.PodNamed("trial"), WriteOptions.Trial);
        Assert.Equal("team-a", made.Metadata.Namespace);
        Assert.Null(await scripted.Pods.FindAsync("trial"));
    }

    [Fact]
    public async Task A_write_over_a_newer_version_is_a_conflict()
    {
        await using var scripted = await Scripted.StartAsync();
        var first = await scripted.Maps.CreateAsync(Scripted.MapNamed("settings"));
        await scripted.Maps.PatchAsync("settings", JsonNode.Parse("""{"data":{"key":"other"}}""")!);
        first.Json["data"]!["key"] = "mine";
        var refused = await Assert.ThrowsAsync<ApiException>(() => scripted.Maps.ReplaceAsync(first));
        Assert.True(refused.IsConflict);
        Assert.False(refused.IsAlreadyExists);
        Assert.Contains("has been modified", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patches_merge_strategically_and_by_operations()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        var merged = await scripted.Pods.PatchAsync("p", JsonNode.Parse("""{"metadata":{"labels":{"a":"b"}}}""")!);
        Assert.Equal("b", merged.Metadata.Label("a"));
        var strategic = await scripted.Pods.PatchAsync("p", JsonNode.Parse("""{"spec":{"containers":[{"name":"main","image":"other"}]}}""")!, PatchKind.Strategic);
        Assert.Equal("500m", (string?)strategic.Spec!["containers"]![0]!["resources"]!["requests"]!["cpu"]);
        Assert.Equal("other", (string?)strategic.Spec!["containers"]![0]!["image"]);
        var operated = await scripted.Pods.PatchAsync("p", JsonNode.Parse("""[{"op":"remove","path":"/metadata/labels/a"}]""")!, PatchKind.Json);
        Assert.Null(operated.Metadata.Label("a"));
    }

    [Fact]
    public async Task Apply_creates_and_then_changes()
    {
        await using var scripted = await Scripted.StartAsync();
        var made = await scripted.Maps.ApplyAsync(Scripted.MapNamed("settings", "1"));
        var changed = await scripted.Maps.ApplyAsync(Scripted.MapNamed("settings", "2"), force: true);
        Assert.Equal(made.Metadata.Uid, changed.Metadata.Uid);
        Assert.Equal("2", changed.Data["key"]);
        Assert.All(scripted.Server.Calls.Where(c => c.Verb == "patch"), c => Assert.Equal("spindle", c.Query["fieldManager"]));
    }

    [Fact]
    public async Task A_delete_may_be_bound_to_a_uid()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Maps.CreateAsync(Scripted.MapNamed("settings"));
        var refused = await Assert.ThrowsAsync<ApiException>(() => scripted.Maps.DeleteAsync("settings", new DeleteOptions(Uid: "another")));
        Assert.True(refused.IsConflict);
        Assert.True(await scripted.Maps.DeleteAsync("settings"));
        Assert.False(await scripted.Maps.DeleteAsync("settings"));
    }

    [Fact]
    public async Task What_an_owner_owns_goes_with_it()
    {
        await using var scripted = await Scripted.StartAsync();
        var owner = await scripted.Pods.CreateAsync(Scripted.PodNamed("driver"));
        await scripted.Client.Of<Secret>("team-a").CreateAsync(Manifest.For<Secret>("keys", owner: OwnerReference.To(owner, controller: true)));
        Assert.Equal([new OwnerReference("v1", "Pod", "driver", owner.Metadata.Uid, Controller: true)], (await scripted.Client.Of<Secret>("team-a").GetAsync("keys")).Metadata.Owners);
        await scripted.Pods.DeleteAsync("driver");
        Assert.Null(await scripted.Client.Of<Secret>("team-a").FindAsync("keys"));
    }

    [Fact]
    public async Task Questions_of_access_are_answered_and_refusals_say_who_may_not()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Allows = call => call.Resource != "secrets";
        var reviews = scripted.Client.Of<SelfSubjectAccessReview>();
        Assert.True((await reviews.AskAsync(SelfSubjectAccessReview.Of("get", Pod.Kind, "team-a", "log"))).IsAllowed);
        Assert.False((await reviews.AskAsync(SelfSubjectAccessReview.Of("create", Secret.Kind, "team-a"))).IsAllowed);
        var refused = await Assert.ThrowsAsync<ApiException>(() => scripted.Client.Of<Secret>("team-a").ListAsync());
        Assert.True(refused is { IsForbidden: true, IsOverQuota: false });
        Assert.Contains("cannot list resource \"secrets\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_finds_every_namespaced_kind()
    {
        await using var scripted = await Scripted.StartAsync();
        var kinds = await scripted.Client.Versions.NamespacedKindsAsync();
        Assert.Contains(kinds, k => k == Pod.Kind);
        Assert.Contains(kinds, k => k == Lease.Kind);
        Assert.DoesNotContain(kinds, k => k.Plural == "nodes" || k.Plural.Contains('/', StringComparison.Ordinal));
        Assert.Null(await scripted.Client.Versions.FindAsync("cronjobs", ["batch/v1", "batch/v1beta1"]));
        var before = scripted.Client.Requests;
        await scripted.Client.Versions.NamespacedKindsAsync();
        Assert.Equal(before, scripted.Client.Requests);
        Assert.Empty((await scripted.Client.Of(kinds.First(k => k.Plural == "leases"), "team-a").ListAsync()).Items);
    }
}
