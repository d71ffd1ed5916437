using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Spindle.Client;
using Spindle.Pods.Settings;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>A sample in a driver pod with executors of its own, as <c>spindle submit --deploy-mode cluster</c> runs it.</summary>
internal sealed partial class DriverJob(Cluster cluster, string application, string sample, IReadOnlyList<string> arguments, params (string Key, string Value)[] settings)
{
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>What was told and printed, in order.</summary>
    public IEnumerable<string> Lines => lines;

    /// <summary>Where in object storage the program lies; null for the sample of this machine.</summary>
    public string? Stored { get; set; }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Calls of the API by the submitter.</summary>
    public long SubmitterCalls { get; private set; }

    /// <summary>Calls of the API by the driver, as it says at its end.</summary>
    public long DriverCalls => Lines.Select(l => Calls().Match(l)).Where(m => m.Success).Sum(m => long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    /// <summary>Whether it waited for a quota, in the API server's words.</summary>
    public bool Waited => Lines.Any(l => l.Contains("WAITING_FOR_QUOTA: ", StringComparison.Ordinal) && l.Contains("exceeded quota: ", StringComparison.Ordinal));

    public async Task<int?> RunAsync(CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("spindle-job-");
        using var client = new ApiClient(cluster.Client.Endpoint, new ApiClientOptions { Agent = "spindle-tests" });
        try
        {
            // The test's folder holds more than the program.
            foreach (var file in (string[])[$"{sample}.dll", $"{sample}.runtimeconfig.json"])
                File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(folder.FullName, file));
            var given = Settings();
            using var store = new ObjectProgramStore(given);
            var upload = new ProgramUpload(store);
            var submission = new Submission(client, cluster.Namespace, application, upload);
            return await new DriverRun(client, cluster.Namespace, application, KubernetesSettings.Read(given, static _ => { }),
                create => submission.CreateAsync(given, Stored ?? Path.Combine(folder.FullName, $"{sample}.dll"), arguments, static _ => false, create), upload, lines.Enqueue, lines.Enqueue).RunAsync(cancel);
        }
        finally
        {
            (Elapsed, SubmitterCalls) = (watch.Elapsed, client.Requests);
            folder.Delete(recursive: true);
        }
    }

    private Dictionary<string, string> Settings()
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.kubernetes.container.image"] = TestImage.Name!,
            ["spark.kubernetes.container.image.pullPolicy"] = "Never",
            ["spark.kubernetes.authenticate.driver.serviceAccountName"] = "spindle-driver",
            ["spark.executor.instances"] = "2",
            ["spark.executor.memory"] = "128m",
            ["spark.executor.memoryOverhead"] = "256m",
            ["spark.driver.memory"] = "128m",
            ["spark.driver.memoryOverhead"] = "256m",
            ["spark.kubernetes.executor.request.cores"] = "50m",
            ["spark.kubernetes.driver.request.cores"] = "50m",
        };
        foreach (var (key, value) in settings)
            given[key] = value;
        return given;
    }

    [GeneratedRegex(@"after [\d.]+ s and (\d+) calls of the API")]
    private static partial Regex Calls();
}
