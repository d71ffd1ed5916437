using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Access;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests;

/// <summary>A namespace of a test's own on the cluster that KUBECONFIG points to.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>No wait of a test is longer.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private Cluster(ApiClient client, string scope)
    {
        Client = client;
        Namespace = scope;
    }

    public ApiClient Client { get; }

    public string Namespace { get; }

    public ResourceClient<Pod> Pods => Client.Of<Pod>(Namespace);

    /// <summary>An image with a shell.</summary>
    public static string ShellImage => Environment.GetEnvironmentVariable("SPINDLE_TEST_SHELL_IMAGE") is { Length: > 0 } image ? image : "busybox";

    /// <summary>A namespace on the cluster; null, with a printed line, where there is no cluster.</summary>
    public static async Task<Cluster?> TryOpenAsync()
    {
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is not { Length: > 0 })
        {
            Skipped.Say("tests on a Kubernetes cluster (KUBECONFIG is not set)");
            return null;
        }

        var client = new ApiClient(ApiEndpoint.Find(Environment.GetEnvironmentVariable, TimeProvider.System), new ApiClientOptions { Agent = "spindle-tests" });
        var scope = $"spindle-test-{Guid.NewGuid():N}"[..24];
        await client.Of<Namespace>().CreateAsync(Manifest.For<Namespace>(scope));
        // Pods are refused until the namespace's own service account is there.
        var cluster = new Cluster(client, scope);
        await ReachedAsync(async () => await client.Of<ServiceAccount>(scope).FindAsync("default") is not null);
        return cluster;
    }

    /// <summary>The same namespace as seen by one of its service accounts.</summary>
    public async Task<ApiClient> AsAsync(string account)
    {
        var token = await Client.Of<ServiceAccount>(Namespace).TokenAsync(account, TimeSpan.FromMinutes(10));
        return new ApiClient(Client.Endpoint with { Credentials = FixedCredentials.Token(token) }, Client.Options);
    }

    /// <summary>A pod that runs a line of shell.</summary>
    public static Pod Shell(string name, string script, int grace = 1)
    {
        var pod = Manifest.For<Pod>(name, [KeyValuePair.Create("spindle-test", name)]);
        pod.Json["spec"] = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["terminationGracePeriodSeconds"] = grace,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = ShellImage,
                ["imagePullPolicy"] = "IfNotPresent",
                ["command"] = new JsonArray("sh", "-c", script),
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "16Mi" }, ["limits"] = new JsonObject { ["memory"] = "32Mi" } },
            }),
        };
        return pod;
    }

    /// <summary>Waits until a pod is as wanted, by a watch.</summary>
    public async Task<Pod> UntilAsync(string name, Func<Pod, bool> wanted, TimeSpan? patience = null)
    {
        var pod = await Pods.GetAsync(name);
        using var deadline = new CancellationTokenSource(patience ?? Deadline);
        var selection = new Selection(Fields: $"metadata.name={name}");
        while (!wanted(pod))
        {
            deadline.Token.ThrowIfCancellationRequested();
            await foreach (var told in Pods.WatchAsync(pod.Metadata.ResourceVersion, TimeSpan.FromSeconds(20), selection, deadline.Token))
            {
                if (told.Kind != Spindle.Client.Watching.WatchEventKind.Bookmark)
                    pod = told.Resource;
                if (wanted(pod))
                    break;
            }
        }

        return pod;
    }

    /// <summary>A quota of pods.</summary>
    public async Task LimitPodsAsync(string name, int most)
    {
        var quota = Manifest.For<ResourceQuota>(name);
        quota.Json["spec"] = new JsonObject { ["hard"] = new JsonObject { ["pods"] = $"{most}" } };
        await Client.Of<ResourceQuota>(Namespace).CreateAsync(quota);
        // It counts from when its controller has seen it.
        await ReachedAsync(async () => (await Client.Of<ResourceQuota>(Namespace).GetAsync(name)).Json["status"]?["hard"]?["pods"] is not null);
    }

    /// <summary>Every object of the namespace, of all kinds that discovery knows, but events, which the server forgets by itself.</summary>
    public async Task<IReadOnlySet<string>> ObjectsAsync()
    {
        var objects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in (await Client.Versions.NamespacedKindsAsync()).Where(k => k.Name != "Event"))
            // The cluster gives each namespace its authority, and each account its token, when it comes to it.
            foreach (var found in (await Client.Of(kind, Namespace).ListAsync()).Items.Where(o => o.Name != "kube-root-ca.crt" && o.Json["type"]?.ToString() != "kubernetes.io/service-account-token"))
                objects.Add($"{kind.Plural}/{found.Name}");
        return objects;
    }

    public static async Task ReachedAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await condition())
            await often.WaitForNextTickAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Pods.DeleteAllAsync(Selection.All, DeleteOptions.Now);
        await Client.Of<Namespace>().DeleteAsync(Namespace);
        Client.Dispose();
    }
}
