using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Pods;
using Spindle.Pods.Launching;
using Spindle.Pods.Submitting;

namespace Spindle.Cli.Kubernetes;

/// <summary><c>spindle status|kill|logs</c>: looks at an application, ends it, reads what its driver prints.</summary>
internal static class AppCommands
{
    public static int Run(string command, IReadOnlyList<string> words)
    {
        var cluster = new ClusterOptions();
        var follow = false;
        string? application = null;
        var arguments = new Arguments(words);
        while (!arguments.IsAtEnd)
        {
            var option = arguments.Option();
            if (cluster.Take(option, arguments))
                continue;
            if (option is "-f" or "--follow" && command == "logs")
                follow = true;
            else if (!option.StartsWith('-') && application is null)
                application = option;
            else
                throw Arguments.Unknown(option, $"spindle {command}");
        }

        if (application is null && command != "status")
            throw new UsageException($"spindle {command} needs an application: spindle {command} APP -n NAMESPACE");
        var (client, scope) = cluster.Open();
        using (client)
            return (command switch
            {
                "status" => StatusAsync(client, scope, application),
                "kill" => KillAsync(client, scope, application!),
                _ => LogsAsync(client, scope, application!, follow),
            }).GetAwaiter().GetResult();
    }

    private static async Task<int> StatusAsync(ApiClient client, string scope, string? application)
    {
        var selector = $"{Labels.ManagedBy}={Labels.Manager}" + (application is null ? "" : $",{Labels.Application}={application}");
        var pods = (await client.Of<Pod>(scope).ListAsync(new Selection(selector)).ConfigureAwait(false)).Items;
        foreach (var app in pods.GroupBy(p => p.Metadata.Label(Labels.Application)).OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var driver = app.FirstOrDefault(p => p.Metadata.Label(Labels.Role) == DriverPod.Role);
            var executors = app.Where(p => p != driver).ToList();
            Console.Out.WriteLine($"app {app.Key}  driver {(driver is null ? "outside the cluster" : driver.Phase.ToString())}  executors {executors.Count(e => e.IsReady)}/{executors.Count} ready");
            foreach (var pod in executors.OrderBy(p => p.Name.Length).ThenBy(p => p.Name, StringComparer.Ordinal))
                Console.Out.WriteLine($"  {pod.Name}  {(pod.IsReady ? "Ready" : pod.Phase)}  {pod.Node ?? "no node"}");
        }

        var queue = (await client.Of<Lease>(scope).ListAsync(new Selection($"{selector},{Labels.Role}={QuotaQueue.Role}")).ConfigureAwait(false)).Items.Where(l => !l.IsLeft(TimeProvider.System.GetUtcNow())).ToList();
        foreach (var waiting in queue.OrderBy(l => l.Metadata.Created).ThenBy(l => l.Name, StringComparer.Ordinal))
            Console.Out.WriteLine($"app {waiting.Name}  {DriverEnd.WaitingForQuota}: {waiting.Metadata.Annotation(QuotaQueue.Reason)}");
        if (pods.Count + queue.Count > 0)
            return 0;
        Console.Error.WriteLine(application is null ? $"no application runs in the namespace {scope}" : $"there is no application {application} in the namespace {scope}");
        return application is null ? 0 : Failure.Failed;
    }

    private static async Task<int> KillAsync(ApiClient client, string scope, string application)
    {
        // The driver first, with its own grace: it takes its executors along.
        var driver = await client.Of<Pod>(scope).DeleteAsync(DriverPod.NameOf(application)).ConfigureAwait(false);
        var lease = driver ? null : await client.Of<Lease>(scope).FindAsync(application).ConfigureAwait(false);
        if (lease is not null && !lease.IsLeft(TimeProvider.System.GetUtcNow()))
        {
            Console.Error.WriteLine($"the driver of {application} is no pod: it runs as {lease.Holder} (machine and process id) and has to be ended there");
            return Failure.Failed;
        }

        var removed = await new Leftovers(client, scope, TimeProvider.System).RemoveAsync(application, withDriver: false, CancellationToken.None).ConfigureAwait(false);
        Console.Out.WriteLine($"app {application}  removed: {(driver ? $"its driver, {removed}" : removed)}");
        return driver || removed.Total > 0 ? 0 : Failure.Failed;
    }

    private static async Task<int> LogsAsync(ApiClient client, string scope, string application, bool follow)
    {
        if (follow)
            return (await new DriverFollower(client, scope, application, Console.Error.WriteLine, Console.Out.WriteLine).FollowAsync(CancellationToken.None).ConfigureAwait(false)).ExitCode ?? Failure.Failed;
        try
        {
            await foreach (var line in client.Of<Pod>(scope).LogAsync(DriverPod.NameOf(application)).ConfigureAwait(false))
                Console.Out.WriteLine(line);
            return 0;
        }
        catch (ApiException missing) when (missing.IsNotFound)
        {
            Console.Error.WriteLine($"there is no driver pod of {application} in the namespace {scope}");
            return Failure.Failed;
        }
    }
}
