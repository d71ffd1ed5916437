using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests;

/// <summary>What lies in k8s/manifests, applied to a test's namespace as it stands there.</summary>
internal static class Manifests
{
    /// <summary>Applies the accounts, a role and its binding.</summary>
    public static async Task<Role> GrantAsync(Cluster cluster, string role)
    {
        Assert.All(Documents("serviceaccounts"), d => Assert.Equal("ServiceAccount", d.Text("kind")));
        foreach (var account in Documents("serviceaccounts"))
            await cluster.Client.Of<ServiceAccount>(cluster.Namespace).ApplyAsync(new ServiceAccount(account));
        var json = Documents($"role-{role}").Single();
        await cluster.Client.Of<Role>(cluster.Namespace).ApplyAsync(new Role(json));
        foreach (var binding in Documents("rolebindings").Where(b => b.Object("metadata").Text("name") == $"spindle-{role}"))
        {
            foreach (var subject in binding.Objects("subjects"))
                subject["namespace"] = cluster.Namespace;
            await cluster.Client.Of<RoleBinding>(cluster.Namespace).ApplyAsync(new RoleBinding(binding));
        }

        return new Role(json);
    }

    /// <summary>Says what the namespace may use in all.</summary>
    public static async Task LimitAsync(Cluster cluster, string name, params (string Resource, string Amount)[] hard)
    {
        var quota = Manifest.For<ResourceQuota>(name);
        quota.Json["spec"] = new JsonObject { ["hard"] = Manifest.Map(hard.Select(h => KeyValuePair.Create(h.Resource, h.Amount))) };
        await cluster.Client.Of<ResourceQuota>(cluster.Namespace).CreateAsync(quota);
        await Cluster.ReachedAsync(async () => (await cluster.Client.Of<ResourceQuota>(cluster.Namespace).GetAsync(name)).Hard.Count == hard.Length);
    }

    private static IEnumerable<JsonObject> Documents(string file) => Yaml.ParseAll(File.ReadAllText(Path.Combine(Repository.Root, "k8s", "manifests", "base", file + ".yaml"))).Select(d => d.AsObject());
}
