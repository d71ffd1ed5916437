using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Driver.Cluster;
using Spindle.Driver.Settings;
using Spindle.Launch;
using Spindle.Sources;
using Spindle.Sql.Runners;
using Spindle.Storage.Tables;
using Spindle.Tpch.Sources;

namespace Spindle;

/// <summary><c>local-cluster[executors,cores,memory]</c>: executor processes on this machine.</summary>
internal sealed partial class ClusterProvider : IRunnerProvider
{
    private const long DefaultMemory = 1L << 30;

    public string Forms => "local-cluster[2,1,1g]";

    public SessionRunner? Open(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time)
    {
        if (!master.StartsWith("local-cluster", StringComparison.Ordinal))
            return null;
        var url = LocalCluster().Match(master);
        if (!url.Success)
            throw Wrong(master);
        var (executors, cores) = (Number(url.Groups[1], master), Number(url.Groups[2], master));
        var memory = url.Groups[3].Success ? Memory(url.Groups[3].Value) : DefaultMemory;
        // As in Spark, a bare number is mebibytes.
        var standard = new ClusterSettings(executors, cores, memory) { Application = $"app-{time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}-{Environment.ProcessId}", ExecutorSettings = RunnerSettings.Buckets(settings) };
        var cluster = DriverSettings.Read(standard, settings, static warning => Console.Error.WriteLine($"warning: {warning}"));
        var news = new ClusterNews(Console.Error, RunnerSettings.Shows(settings));
        var launcher = new ProcessLauncher(ProcessCommand.Beside(), news.Said);
        var runner = ClusterRunner.StartAsync(cluster, launcher, [.. FileOpener.Types, .. TpchOpener.Types], budget, time, RunnerSettings.Logs(cluster.EventLogFolder, settings), removeFolder: RunnerSettings.Remover(cluster.FallbackPath, settings)).GetAwaiter().GetResult();
        runner.Announced += news.Hear;
        return RunnerSettings.Session(runner, cluster);
    }

    // The one place where a session's port meets its runners; nothing else would load this assembly (docs/decisions).
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        RunnerProviders.Register(new ClusterProvider());
        RunnerProviders.Register(new KubernetesProvider());
    }

    private static int Number(Group group, string master) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Wrong(master);

    private static long Memory(string text)
    {
        var unit = char.ToLowerInvariant(text[^1]);
        var shift = unit switch { 'k' => 10, 'g' => 30, 't' => 40, _ => 20 };
        return checked(long.Parse(text.TrimEnd('k', 'K', 'm', 'M', 'g', 'G', 't', 'T'), NumberStyles.None, CultureInfo.InvariantCulture) << shift);
    }

    private static SpindleException Wrong(string master) =>
        new(new ErrorClass("INVALID_CONF_VALUE.REQUIREMENT", "22022"), $"'{master}' is no master; local-cluster takes executors, cores of each and memory of each: local-cluster[2,1,1g]",
            parameters: new Dictionary<string, string> { ["confName"] = "spark.master", ["confValue"] = master });

    [GeneratedRegex(@"^local-cluster\[\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*(\d+[kKmMgGtT]?)\s*)?\]$")]
    private static partial Regex LocalCluster();
}
