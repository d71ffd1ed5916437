using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Spindle.Client;
using Spindle.Client.Access;
using Spindle.Client.Kinds;
using Spindle.Client.Requests;
using Spindle.Client.Resources;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Settings;
using Spindle.Pods.Launching;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;
using Spindle.Sql.Runners;
using Spindle.Storage.Tables;
using Spindle.Tpch.Sources;

namespace Spindle;

/// <summary><c>k8s://https://…</c>: executor pods in a namespace. Who the driver is to the API server, a kubeconfig or the pod's service account says; <c>k8s://</c> alone means its server too.</summary>
internal sealed class KubernetesProvider : IRunnerProvider
{
    /// <summary>The variables that a driver pod is started with.</summary>
    public const string ApplicationVariable = "SPINDLE_APPLICATION";

    public const string DriverPodVariable = "SPINDLE_DRIVER_POD";

    // A pod's end shows in its status a moment after its connection broke; on a busy node that takes some seconds, and the reason (its memory, its node) is worth them.
    private static readonly TimeSpan ExitNews = TimeSpan.FromSeconds(6);

    public string Forms => "k8s://https://host:port";

    public SessionRunner? Open(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time)
    {
        if (!master.StartsWith(KubernetesMaster.Scheme, StringComparison.Ordinal))
            return null;
        try
        {
            return OpenAsync(master, settings, budget, time).GetAwaiter().GetResult();
        }
        catch (SettingException wrong)
        {
            throw new SpindleException(new ErrorClass("INVALID_CONF_VALUE.REQUIREMENT", "22022"), wrong.Message, parameters: new Dictionary<string, string> { ["confName"] = wrong.Setting, ["confValue"] = wrong.Value, ["confRequirement"] = wrong.Form });
        }
        catch (Exception failed) when (failed is KubeConfigException or TemplateException or ApiException or ApiUnreachableException)
        {
            throw new SpindleException(new ErrorClass("SPINDLE_NO_CLUSTER", "58000"), failed.Message);
        }
    }

    private static async Task<SessionRunner> OpenAsync(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time)
    {
        var kubernetes = KubernetesSettings.Read(settings, Warn);
        if (kubernetes.Executor.Image is null && kubernetes.Executor.TemplateFile is null)
            throw new SettingException("spark.kubernetes.container.image", "", "the image of executors");
        var endpoint = kubernetes.Identity.Over(KubernetesMaster.EndpointOf(master, ApiEndpoint.Find(Environment.GetEnvironmentVariable, time, kubernetes.Context)), time);
        var client = new ApiClient(endpoint, new ApiClientOptions { Time = time, Retry = new RetryPolicy { Attempts = 3, Deadline = TimeSpan.FromSeconds(10) } });
        var application = Environment.GetEnvironmentVariable(ApplicationVariable) ?? $"spindle-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var scope = kubernetes.Namespace ?? endpoint.Namespace;
        var place = new ApplicationPlace(client, scope, application, await OwnerAsync(client, scope).ConfigureAwait(false));
        var role = kubernetes.Executor;
        var standard = new ClusterSettings(kubernetes.Instances, role.Cores, role.Memory)
        {
            Application = application,
            ExecutorSettings = ExecutorSettings(settings, place),
            ListenAddress = new IPEndPoint(IPAddress.Any, 0),
            // The plan of pods has deadlines of its own, and knows what they wait for.
            StartTimeout = Timeout.InfiniteTimeSpan,
            ExitNews = ExitNews,
        };
        var cluster = DriverSettings.Read(standard, settings.Where(s => !kubernetes.Used.Contains(s.Key)), Warn);
        cluster = cluster with { Scheduling = cluster.Scheduling with { TellsHoldings = true } };
        if (cluster.DriverHost is null)
            cluster = cluster with { DriverHost = AddressTowards(endpoint.Server) };
        var news = new ClusterNews(Console.Error, RunnerSettings.Shows(settings));
        var launcher = new KubernetesLauncher(place, kubernetes, Console.Error.WriteLine);
        var shared = new SharedFolders(launcher.SharedFolders);
        if (cluster.FallbackPath is { } fallback)
            shared.Check(fallback);
        var runner = await ClusterRunner.StartAsync(cluster, launcher, [.. FileOpener.Types, .. TpchOpener.Types], budget, time, RunnerSettings.Logs(cluster.EventLogFolder, settings), shared.Check, RunnerSettings.Remover(cluster.FallbackPath, settings)).ConfigureAwait(false);
        runner.Announced += news.Hear;
        if (kubernetes.LeavingLabel is not null)
            runner.Announced += announcement =>
            {
                if (announcement is ExecutorDrains leaving)
                    launcher.Leaves(leaving.Executor.Id);
            };
        launcher.Farewell = () => ResourceReport.Lines(runner.Peaks, kubernetes);
        // Who follows the driver starts it again.
        if (place.Owner is not null && kubernetes.WaitsForEnd)
            launcher.GiveBack = Leaving.ForQuota;
        Leaving.With(runner);
        return RunnerSettings.Session(runner, cluster);
    }

    // A driver outside the cluster is dialled by executors, and can seldom dial them.
    private static Dictionary<string, string> ExecutorSettings(IReadOnlyDictionary<string, string> settings, ApplicationPlace place)
    {
        var told = RunnerSettings.Buckets(settings);
        if (place.Owner is null)
            told["spindle.executor.sendsResults"] = "true";
        return told;
    }

    private static void Warn(string warning) => Console.Error.WriteLine($"warning: {warning}");

    /// <summary>The pod that this driver runs in, where it was submitted as one.</summary>
    private static async Task<OwnerReference?> OwnerAsync(ApiClient client, string scope) =>
        Environment.GetEnvironmentVariable(DriverPodVariable) is { Length: > 0 } name ? OwnerReference.To(await client.Of<Pod>(scope).GetAsync(name).ConfigureAwait(false)) : null;

    // The address by which this machine reaches the API server is the best guess at the one by which pods reach this machine; nothing is sent.
    private static string AddressTowards(Uri server)
    {
        using var probe = new Socket(SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(server.DnsSafeHost, server.Port);
        var address = ((IPEndPoint)probe.LocalEndPoint!).Address;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? string.Create(CultureInfo.InvariantCulture, $"[{address}]") : address.ToString();
    }
}
