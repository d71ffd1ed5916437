using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Kubernetes.Tests.Client;
using Spindle.Pods;
using Spindle.Pods.Launching;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Drivers that end in mid-job without a chance to clear up, or with too little: their executors exit by themselves, and what is left is removed by others.</summary>
[Collection(nameof(PodApplication))]
public sealed class DriverEndTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(60);
    private static readonly Selection Executors = new($"{Labels.Role}=executor");

    [Theory]
    [InlineData("killed", "signal 9")]
    [InlineData("out of memory", "OOMKilled: it went over its limit of 512 MiB; raise spark.driver.memoryOverhead")]
    [InlineData("deleted", "its driver pod was deleted")]
    [InlineData("evicted", "deleted")]
    public async Task The_pod_of_a_driver_ends_and_its_submitter_says_why_and_removes_what_is_left(string how, string why)
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            await RoleTests.GrantAsync(cluster, "driver");
            var before = await cluster.ObjectsAsync();
            await using var gate = new TaskGate(PodApplication.AddressTowards(cluster.Client.Endpoint.Server));
            var application = $"spindle-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
            var driver = DriverPod.NameOf(application);
            using var folder = new ProgramFolder();
            using var store = new ObjectProgramStore(new Dictionary<string, string>());
            await new Submission(cluster.Client, cluster.Namespace, application, new ProgramUpload(store)).CreateAsync(folder.Settings(cluster), folder.Program, ["drive", gate.Address], _ => false, default);
            var said = new List<string>();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            var follow = new DriverFollower(cluster.Client, cluster.Namespace, application, said.Add, said.Add).FollowAsync(patience.Token);
            await Task.WhenAny(gate.HeldAsync(3), follow);
            Assert.False(follow.IsCompleted, string.Join('\n', said));

            var time = Stopwatch.StartNew();
            switch (how)
            {
                case "killed":
                    gate.Kill(driver);
                    break;
                case "out of memory":
                    gate.Exhaust(driver);
                    break;
                case "deleted":
                    await cluster.Pods.DeleteAsync(driver, DeleteOptions.Now);
                    break;
                case "evicted":
                    Assert.True(await cluster.Pods.EvictAsync(driver));
                    break;
            }

            var code = (await follow.WaitAsync(Soon)).ExitCode;
            var told = time.Elapsed;
            Assert.NotEqual(0, code);
            Assert.Contains(said, line => line.StartsWith("FAILED", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal));
            await ExitedAsync(cluster);
            Console.WriteLine($"driver {how}: told after {told.TotalSeconds:0.0} s, executors gone after {time.Elapsed.TotalSeconds:0.0} s: {said[^1]}");
            Assert.True(time.Elapsed < ExitDeadline, $"executors ran for {time.Elapsed.TotalSeconds:0.0} s");
            Console.WriteLine($"removed: {await new Leftovers(cluster.Client, cluster.Namespace, TimeProvider.System).RemoveAsync(application, withDriver: true, default)}");
            await PodApplication.LeftNothingAsync(cluster, before);
        }
    }

    [Fact]
    public async Task A_driver_outside_the_cluster_is_killed_and_a_sweep_removes_what_is_left()
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            var before = await cluster.ObjectsAsync();
            await KillDriverHereAsync(cluster);
            // As seen once its lease has run out.
            var sweep = new Leftovers(cluster.Client, cluster.Namespace, new LaterTime(TimeSpan.FromMinutes(3)));
            foreach (var application in await sweep.FindAsync(default))
                Console.WriteLine($"{application} removed: {await sweep.RemoveAsync(application, withDriver: false, default)}");
            await PodApplication.LeftNothingAsync(cluster, before);
        }
    }

    [Fact]
    public async Task A_driver_outside_the_cluster_is_killed_and_the_next_one_removes_what_is_left()
    {
        if (await PodApplication.TryOpenClusterAsync() is not { } cluster)
            return;
        var before = await cluster.ObjectsAsync();
        await KillDriverHereAsync(cluster);
        var left = new Leftovers(cluster.Client, cluster.Namespace, TimeProvider.System);
        await Cluster.ReachedAsync(async () => (await left.FindAsync(default)).Count == 1);
        await using var app = await PodApplication.OverAsync(cluster);
        await Cluster.ReachedAsync(() => Task.FromResult(app.Said.Contains("was left by its driver  removed: ", StringComparison.Ordinal)));
        app.Session.Dispose();
        await PodApplication.LeftNothingAsync(cluster, before);
    }

    // Starts a driver as a process of this machine, kills it when its tasks are held, and waits for the end of its executors.
    private static async Task KillDriverHereAsync(Cluster cluster)
    {
        await using var gate = new TaskGate(PodApplication.AddressTowards(cluster.Client.Endpoint.Server));
        using var folder = new ProgramFolder();
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(DriverEndTests).Assembly.Location, "drive", gate.Address]);
        start.Environment["SPINDLE_SUBMIT"] = folder.SettingsFile(cluster);
        using var driver = Process.Start(start)!;
        try
        {
            // The driver is one of them, under this machine's name.
            await gate.HeldAsync(3);
        }
        finally
        {
            driver.Kill();
        }

        await driver.WaitForExitAsync().WaitAsync(Soon);
        var time = Stopwatch.StartNew();
        await ExitedAsync(cluster);
        Console.WriteLine($"driver process killed: executors gone after {time.Elapsed.TotalSeconds:0.0} s");
        Assert.True(time.Elapsed < ExitDeadline, $"executors ran for {time.Elapsed.TotalSeconds:0.0} s");
    }

    private static Task ExitedAsync(Cluster cluster) => Cluster.ReachedAsync(async () => (await cluster.Pods.ListAsync(Executors)).Items.All(p => p.IsOver));

    /// <summary>A folder with the driver's program and nothing that it does not need, and its settings.</summary>
    private sealed class ProgramFolder : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("spindle-driver-").FullName;

        public ProgramFolder()
        {
            foreach (var assembly in new[] { typeof(DriverEndTests).Assembly, typeof(TaskGate).Assembly })
                File.Copy(assembly.Location, Path.Combine(folder, Path.GetFileName(assembly.Location)));
            // The driver must not be its container's first process, which the kernel spares what it does to itself.
            File.WriteAllText(Template, """{"apiVersion":"v1","kind":"Pod","spec":{"shareProcessNamespace":true}}""");
        }

        public string Program => Path.Combine(folder, Path.GetFileName(typeof(DriverEndTests).Assembly.Location));

        private string Template => Path.Combine(folder, "template.yaml");

        public Dictionary<string, string> Settings(Cluster cluster) => new(StringComparer.Ordinal)
        {
            ["spark.kubernetes.namespace"] = cluster.Namespace,
            ["spark.kubernetes.container.image"] = PodApplication.Image!,
            ["spark.kubernetes.container.image.pullPolicy"] = "Never",
            ["spark.kubernetes.driver.podTemplateFile"] = Template,
            ["spark.kubernetes.authenticate.driver.serviceAccountName"] = "spindle-driver",
            ["spark.kubernetes.driver.request.cores"] = "100m",
            ["spark.driver.memory"] = "256m",
            ["spark.driver.memoryOverhead"] = "256m",
            ["spark.executor.instances"] = "2",
            ["spark.executor.memory"] = "256m",
            ["spark.executor.memoryOverhead"] = "256m",
            ["spark.kubernetes.executor.request.cores"] = "100m",
            ["spark.sql.shuffle.partitions"] = "6",
            ["spark.sql.adaptive.enabled"] = "false",
            ["spark.sql.autoBroadcastJoinThreshold"] = "-1",
        };

        public string SettingsFile(Cluster cluster)
        {
            var path = Path.Combine(folder, "settings.json");
            File.WriteAllText(path, JsonSerializer.Serialize(new Dictionary<string, string>(Settings(cluster), StringComparer.Ordinal) { ["spark.master"] = "k8s://" }));
            return path;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
