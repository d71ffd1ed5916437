using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;

namespace Spindle.Kubernetes.Tests.Client;

/// <summary>The roles of k8s/manifests, as they stand there.</summary>
public sealed class RoleTests
{
    [Theory]
    [InlineData("driver")]
    [InlineData("submitter")]
    public async Task A_role_allows_what_it_says_and_nothing_else(string role)
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        var rules = await GrantAsync(cluster, role);
        using var client = await cluster.AsAsync($"spindle-{role}");
        var reviews = client.Of<SelfSubjectAccessReview>();
        string[] verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
        foreach (var resource in (await cluster.Client.Versions.NamespacedKindsAsync()).Where(k => k.Group is "" or "apps" or "batch" or "networking.k8s.io" or "coordination.k8s.io" or "rbac.authorization.k8s.io"))
            foreach (var verb in verbs)
            {
                var granted = rules.Any(r => r.Groups.Contains(resource.Group) && r.Resources.Contains(resource.Plural) && r.Verbs.Contains(verb));
                var allowed = (await reviews.AskAsync(SelfSubjectAccessReview.Of(verb, resource, cluster.Namespace))).IsAllowed;
                Assert.True(granted == allowed, $"{verb} {resource}: the role says {granted}, the server {allowed}");
            }

        Assert.True((await reviews.AskAsync(SelfSubjectAccessReview.Of("get", Pod.Kind, cluster.Namespace, "log"))).IsAllowed);
        Assert.False((await reviews.AskAsync(SelfSubjectAccessReview.Of("create", Pod.Kind, cluster.Namespace, "exec"))).IsAllowed);
        Assert.False((await reviews.AskAsync(SelfSubjectAccessReview.Of("list", Pod.Kind, "kube-system"))).IsAllowed);
    }

    [Fact]
    public async Task A_driver_does_its_work_with_its_role_alone()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        await GrantAsync(cluster, "driver");
        using var client = await cluster.AsAsync("spindle-driver");
        var (pods, secrets, all) = (client.Of<Pod>(cluster.Namespace), client.Of<Secret>(cluster.Namespace), Selection.Labelled(("spindle-test", "exec")));
        await pods.CreateAsync(Cluster.Shell("exec", "echo here; sleep 600"));
        await cluster.UntilAsync("exec", p => p.IsReady);
        Assert.Equal("here", (await pods.LogAsync("exec", new LogOptions(Tail: 1)).ToListAsync()).Single());
        await pods.PatchAsync("exec", JsonNode.Parse("""{"metadata":{"annotations":{"karpenter.sh/do-not-disrupt":"true"}}}""")!);
        await secrets.CreateAsync(Manifest.For<Secret>("launch", [KeyValuePair.Create("spindle-test", "exec")]).With([KeyValuePair.Create("0.json", "{}")]));
        await secrets.PatchAsync("launch", JsonNode.Parse("""{"data":{"1.json":"e30="}}""")!);
        await client.Of<Lease>(cluster.Namespace).ApplyAsync(Manifest.For<Lease>("app"), force: true);
        await client.Of<NetworkPolicy>(cluster.Namespace).ListAsync();
        await pods.DeleteAllAsync(all, DeleteOptions.Now);
        await secrets.DeleteAllAsync(all);
        var refused = await Assert.ThrowsAsync<ApiException>(() => client.Of<Node>().ListAsync());
        Assert.True(refused.IsForbidden);
        Assert.Contains("cannot list resource \"nodes\"", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Applies the accounts, the role and its binding, and gives the role's rules.</summary>
    internal static async Task<IReadOnlyList<Rule>> GrantAsync(Cluster cluster, string role) =>
        [.. (await Manifests.GrantAsync(cluster, role)).Json.Objects("rules").Select(r => new Rule(r.Texts("apiGroups"), r.Texts("resources"), r.Texts("verbs")))];

    internal sealed record Rule(IReadOnlyList<string> Groups, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs);
}
