using System.Globalization;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods;
using Spindle.Pods.Launching;
using Spindle.Pods.Preflight;
using Spindle.Pods.Settings;

namespace Spindle.Cli.Kubernetes;

/// <summary><c>spindle k8s check|sweep|nodes</c>: looks at a namespace before anything is started in it, removes what drivers have left, shows nodes.</summary>
internal static class ClusterCommands
{
    public static int Run(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0] is not ("check" or "sweep" or "nodes"))
            throw new UsageException("spindle k8s takes check, sweep or nodes; see spindle --help");
        var cluster = new ClusterOptions();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var arguments = new Arguments([.. words.Skip(1)]);
        while (!arguments.IsAtEnd)
        {
            var option = arguments.Option();
            if (cluster.Take(option, arguments))
                continue;
            if (option == "--image")
                settings["spindle.kubernetes.container.image"] = arguments.Value(option, "an image");
            else if (option is "--conf" or "-c" && arguments.Pair(option, "key=value") is var (key, value))
                settings[key] = value;
            else
                throw Arguments.Unknown(option, $"spindle k8s {words[0]}");
        }

        var (client, scope) = cluster.Open();
        using (client)
            return (words[0] switch
            {
                "check" => CheckAsync(client, scope, settings),
                "sweep" => SweepAsync(client, scope),
                _ => NodesAsync(client),
            }).GetAwaiter().GetResult();
    }

    private static async Task<int> CheckAsync(ApiClient client, string scope, Dictionary<string, string> settings)
    {
        var failed = false;
        await foreach (var finding in new NamespaceCheck(client, scope, KubernetesSettings.Read(settings, static _ => { })).RunAsync(CancellationToken.None).ConfigureAwait(false))
        {
            failed |= finding.Grade == Grade.Fail;
            Console.Out.WriteLine(finding);
        }

        return failed ? Failure.Failed : 0;
    }

    private static async Task<int> SweepAsync(ApiClient client, string scope)
    {
        var leftovers = new Leftovers(client, scope, TimeProvider.System);
        var found = await leftovers.FindAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var application in found)
            Console.Out.WriteLine($"app {application}  removed: {await leftovers.RemoveAsync(application, withDriver: false, CancellationToken.None).ConfigureAwait(false)}");
        if (found.Count == 0)
            Console.Out.WriteLine($"nothing is left over in the namespace {scope}");
        return 0;
    }

    private static async Task<int> NodesAsync(ApiClient client)
    {
        var nodes = (await client.Of<Node>().ListAsync().ConfigureAwait(false)).Items;
        var pods = (await client.Of<Pod>().ListAsync(new Selection($"{Labels.ManagedBy}={Labels.Manager}")).ConfigureAwait(false)).Items.Where(p => !p.IsOver).ToLookup(p => p.Node ?? "");
        foreach (var node in nodes.OrderBy(n => n.Name, StringComparer.Ordinal))
        {
            var pressure = node.Conditions.Where(c => c.IsTrue && c.Type.EndsWith("Pressure", StringComparison.Ordinal)).Select(c => c.Type);
            var state = string.Join(", ", new[] { node.IsReady ? "Ready" : "NotReady" }.Concat(node.IsUnschedulable ? ["cordoned"] : []).Concat(pressure).Concat(node.Taints.Select(t => $"taint {t.Key}:{t.Effect}")));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{node.Name}  {state}  {pods[node.Name].Count()} pods of ours"));
        }

        return 0;
    }
}
