using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Launch;

namespace Spindle.Kubernetes.Tests.Nodes;

/// <summary>Nodes of a control plane that has none of its own, and their kubelets: executor pods that the scheduler binds to them run as processes of this machine.</summary>
internal sealed class MadeUpNodes : IAsyncDisposable
{
    private const string Container = "spindle-executor";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Report = TimeSpan.FromSeconds(10);

    // Its own, which outlives the test's.
    private readonly ApiClient client;
    private readonly ResourceClient<Node> of;
    private readonly ResourceClient<Pod> pods;
    private readonly ResourceClient<Secret> secrets;
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-nodes-").FullName;
    private readonly ConcurrentDictionary<string, bool> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Process> processes = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] loops;

    private MadeUpNodes(Cluster cluster, IEnumerable<string> names)
    {
        client = new ApiClient(cluster.Client.Endpoint, cluster.Client.Options);
        (of, pods, secrets) = (client.Of<Node>(), client.Of<Pod>(cluster.Namespace), client.Of<Secret>(cluster.Namespace));
        foreach (var name in names)
            nodes[name] = true;
        loops = [EveryAsync(Look, RunPodsAsync), EveryAsync(Report, ReportAsync)];
    }

    /// <summary>Makes nodes, and waits until pods are let onto them.</summary>
    /// <param name="nodes">Name, zone, and how many pods each takes.</param>
    public static async Task<MadeUpNodes> StartAsync(Cluster cluster, params (string Name, string Zone, int Pods)[] nodes)
    {
        var of = cluster.Client.Of<Node>();
        foreach (var (name, zone, pods) in nodes)
        {
            await of.CreateAsync(Manifest.For<Node>(name, [new("topology.kubernetes.io/zone", zone), new("kubernetes.io/hostname", name)]));
            var room = new JsonObject { ["cpu"] = "8", ["memory"] = "16Gi", ["ephemeral-storage"] = "50Gi", ["pods"] = $"{pods}" };
            await of.PatchAsync(name, new JsonObject { ["status"] = new JsonObject { ["capacity"] = room, ["allocatable"] = room.DeepClone(), ["conditions"] = Ready("True") } }, options: Status);
        }

        var made = new MadeUpNodes(cluster, nodes.Select(n => n.Name));
        await Cluster.ReachedAsync(async () => (await of.ListAsync()).Items.Where(n => made.nodes.ContainsKey(n.Name)).All(n => n.IsReady && n.Taints.Count == 0));
        return made;
    }

    private static WriteOptions Status => new(Subresource: "status");

    /// <summary>The machine is gone: its processes with it, and nobody reports. The cluster has been told so.</summary>
    public async Task LoseAsync(string node, bool isDeleted)
    {
        nodes[node] = false;
        foreach (var pod in (await pods.ListAsync()).Items.Where(p => p.Node == node))
            lock (processes)
                if (processes.TryGetValue(pod.Name, out var process))
                    process.Kill();
        if (isDeleted)
            await of.DeleteAsync(node);
        else
            await of.PatchAsync(node, new JsonObject { ["status"] = new JsonObject { ["conditions"] = Ready("Unknown") } }, options: Status);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(loops);
        foreach (var process in processes.Values)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        foreach (var node in nodes.Keys)
            await of.DeleteAsync(node);
        client.Dispose();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task EveryAsync(TimeSpan pause, Func<Task> work)
    {
        using var timer = new PeriodicTimer(pause);
        try
        {
            do
                await work();
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ReportAsync()
    {
        foreach (var (node, _) in nodes.Where(n => n.Value))
            await of.PatchAsync(node, new JsonObject { ["status"] = new JsonObject { ["conditions"] = Ready("True") } }, options: Status);
    }

    private async Task RunPodsAsync()
    {
        foreach (var pod in (await pods.ListAsync(cancel: stop.Token)).Items)
        {
            if (pod.Node is not { } node || !nodes.GetValueOrDefault(node) || told.Contains(pod.Name))
                continue;
            if (!processes.TryGetValue(pod.Name, out var process))
            {
                if (!pod.Metadata.IsDeleting && await StartAsync(pod) is { } started)
                    lock (processes)
                        processes.Add(pod.Name, started);
                else if (pod.Metadata.IsDeleting)
                    await EndAsync(pod, null);
            }
            else if (process.HasExited)
            {
                await EndAsync(pod, process.ExitCode);
            }
            else if (pod.Metadata.IsDeleting && asked.Add(pod.Name))
            {
                using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync();
            }
        }
    }

    // As the container would be started: the launch out of its secret, the node's name in a variable. Ports are the machine's, which pods do not share.
    private async Task<Process?> StartAsync(Pod pod)
    {
        var volume = pod.Json["spec"]!["volumes"]!.AsArray().Single(v => v!["name"]!.ToString() == "spindle-launch")!["secret"]!;
        if (await secrets.FindAsync(volume["secretName"]!.ToString()) is not { } secret)
            return null;
        var launch = ExecutorLaunch.FromJson(System.Text.Encoding.UTF8.GetString(secret.Content(volume["items"]![0]!["key"]!.ToString())!));
        var settings = new Dictionary<string, string>(launch.Settings) { ["spindle.blockManager.port"] = "0", ["spindle.executor.healthPort"] = "0" };
        settings.Remove("spindle.executor.terminationMessage");
        var file = Path.Combine(folder, pod.Name);
        await File.WriteAllTextAsync(file, (launch with { Folder = folder, Settings = settings }).ToJson());
        var command = ProcessCommand.Beside();
        var start = new ProcessStartInfo(command.FileName, [.. command.Arguments, "--launch", file]);
        start.Environment["SPINDLE_NODE_NAME"] = pod.Node;
        var process = Process.Start(start)!;
        try
        {
            await pods.PatchAsync(pod.Name, new JsonObject
            {
                ["status"] = new JsonObject
                {
                    ["phase"] = "Running",
                    ["podIP"] = "127.0.0.1",
                    ["conditions"] = Ready("True"),
                    ["containerStatuses"] = new JsonArray(Of(new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Now } }, isReady: true)),
                },
            }, options: Status);
            return process;
        }
        catch (ApiException gone) when (gone.IsNotFound)
        {
            // Deleted since it was listed, as a kubelet finds it now and then.
            using (process)
                process.Kill();
            return null;
        }
    }

    private async Task EndAsync(Pod pod, int? code)
    {
        told.Add(pod.Name);
        try
        {
            if (code is { } exit)
                await pods.PatchAsync(pod.Name, new JsonObject
                {
                    ["status"] = new JsonObject
                    {
                        ["phase"] = exit == 0 ? "Succeeded" : "Failed",
                        ["conditions"] = Ready("False"),
                        ["containerStatuses"] = new JsonArray(Of(new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = exit, ["reason"] = exit == 0 ? "Completed" : "Error", ["finishedAt"] = Now } }, isReady: false)),
                    },
                }, options: Status);
            if (pod.Metadata.IsDeleting)
                await pods.DeleteAsync(pod.Name, DeleteOptions.Now);
        }
        catch (ApiException gone) when (gone.IsNotFound)
        {
            // Its driver was faster.
        }
    }

    private static JsonObject Of(JsonObject state, bool isReady) =>
        new() { ["name"] = Container, ["image"] = "made-up", ["imageID"] = "", ["ready"] = isReady, ["restartCount"] = 0, ["state"] = state };

    private static JsonArray Ready(string status) => new(new JsonObject { ["type"] = "Ready", ["status"] = status, ["reason"] = "MadeUp", ["lastHeartbeatTime"] = Now, ["lastTransitionTime"] = Now });

    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
