using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Pods.Submitting;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>The command line as processes: what Ctrl-C does in either mode, following a log, ending an application, and a driver in a pod of the user's own.</summary>
public sealed class CommandLineTests
{
    private const int Interrupted = 130;

    [Fact]
    public async Task Control_c_leaves_a_driver_pod_alone_and_logs_and_kill_find_it()
    {
        if (await TestImage.OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            await Manifests.GrantAsync(cluster, "driver");
            using var submit = new Command(["submit", "--deploy-mode", "cluster", .. Common(cluster), .. Command.Sample("PiEstimation"), "--darts", "100000000000"]);
            await Cluster.ReachedAsync(() => Task.FromResult(submit.Errors.Any(l => l.Contains("driver pod running", StringComparison.Ordinal))));
            submit.Interrupt();
            Assert.Equal(0, await submit.EndAsync());
            var left = submit.Errors.Single(l => l.Contains("goes on without this command", StringComparison.Ordinal));
            var application = left.Split(' ')[1];
            var driver = await cluster.Pods.GetAsync($"{application}-driver");
            Assert.False(driver.IsOver);
            Assert.Equal("true", driver.Metadata.Annotation(DriverPod.Left));

            using var logs = new Command(["logs", "-f", application, "--master", "k8s://", "-n", cluster.Namespace]);
            await Cluster.ReachedAsync(() => Task.FromResult(logs.Output.Any(l => l.Contains("executors 1/1 ready", StringComparison.Ordinal))));
            using var kill = new Command(["kill", application, "--master", "k8s://", "-n", cluster.Namespace]);
            Assert.Equal(0, await kill.EndAsync());
            Assert.NotEqual(0, await logs.EndAsync());
            await LeftNothingAsync(cluster);
        }
    }

    [Fact]
    public async Task Control_c_ends_a_driver_here_and_takes_its_executors_along()
    {
        if (await TestImage.OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            using var submit = new Command(["submit", "--deploy-mode", "client", .. Common(cluster), .. Command.Sample("PiEstimation"), "--darts", "100000000000"]);
            await Cluster.ReachedAsync(() => Task.FromResult(submit.Errors.Any(l => l.Contains("executors 1/1 ready", StringComparison.Ordinal))));
            submit.Interrupt();
            Assert.Equal(Interrupted, await submit.EndAsync());
            Assert.Contains(submit.Errors, l => l.Contains("removed: 1 pod, 1 secret, 1 network policy, 1 lease", StringComparison.Ordinal));
            await LeftNothingAsync(cluster);
        }
    }

    [Fact]
    public async Task A_pod_of_the_users_own_is_a_driver_as_good_as_any()
    {
        if (await TestImage.OpenAsync() is not { } cluster)
            return;
        await using (cluster)
        {
            await Manifests.GrantAsync(cluster, "driver");
            var pod = Cluster.Shell("workbench", "");
            pod.Json["spec"]!["serviceAccountName"] = "spindle-driver";
            var container = pod.Json["spec"]!["containers"]![0]!.AsObject();
            container["image"] = TestImage.Name;
            container["command"] = new JsonArray([.. new[] { "spindle", "sql", "--format", "csv" }.Concat(Common(cluster, "--master", "k8s://"))
                .Concat(["--conf", $"spark.kubernetes.namespace={cluster.Namespace}", "-e", "select sum(id) as total from range(1000000)"]).Select(w => (JsonNode?)JsonValue.Create(w))]);
            container["resources"] = JsonNode.Parse("""{"requests":{"cpu":"50m","memory":"512Mi"},"limits":{"memory":"512Mi"}}""");
            await cluster.Pods.CreateAsync(pod);
            var ended = await cluster.UntilAsync("workbench", p => p.IsOver);
            var log = await cluster.Pods.LogAsync("workbench").ToListAsync();
            Assert.True(ended.Phase == PodPhase.Succeeded, string.Join('\n', log));
            Assert.Contains("499999500000", log);
            await LeftNothingAsync(cluster);
        }
    }

    private static IEnumerable<string> Common(Cluster cluster, params string[] more) =>
    [
        .. more.Length > 0 ? more : ["--master", "k8s://", "-n", cluster.Namespace], "--conf", $"spark.kubernetes.container.image={TestImage.Name}", "--conf", "spark.kubernetes.container.image.pullPolicy=Never",
        "--conf", "spark.kubernetes.authenticate.driver.serviceAccountName=spindle-driver", "--conf", "spark.executor.instances=1", "--conf", "spark.executor.memory=128m", "--conf", "spark.executor.memoryOverhead=256m",
        "--conf", "spark.driver.memory=128m", "--conf", "spark.driver.memoryOverhead=256m", "--conf", "spark.kubernetes.executor.request.cores=50m", "--conf", "spark.kubernetes.driver.request.cores=50m",
    ];

    private static async Task LeftNothingAsync(Cluster cluster)
    {
        var managed = new Selection("app.kubernetes.io/managed-by=spindle");
        await Cluster.ReachedAsync(async () => (await cluster.Pods.ListAsync(managed)).Items.Count == 0);
        Assert.Empty((await cluster.Client.Of<Lease>(cluster.Namespace).ListAsync(managed)).Items);
        await Cluster.ReachedAsync(async () => (await cluster.Client.Of<Secret>(cluster.Namespace).ListAsync(managed)).Items.Count == 0);
    }

    /// <summary>A running <c>spindle</c>, in a process group of its own as a shell's job is.</summary>
    private sealed class Command : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly Process process;
        private readonly ConcurrentQueue<string> output = new();
        private readonly ConcurrentQueue<string> errors = new();

        public Command(IEnumerable<string> arguments)
        {
            process = new Process
            {
                StartInfo = new ProcessStartInfo("setsid", ["dotnet", Path.Combine(AppContext.BaseDirectory, "Spindle.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
            };
            process.OutputDataReceived += (_, line) => Keep(output, line.Data);
            process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public IEnumerable<string> Output => output;

        public IEnumerable<string> Errors => errors;

        /// <summary>A sample's assembly, in a folder that holds nothing but what it needs.</summary>
        public static IEnumerable<string> Sample(string name) => [Path.Combine(Repository(name), $"{name}.dll")];

        /// <summary>What a terminal's Ctrl-C sends: to the command and to what it has started.</summary>
        public void Interrupt()
        {
            using var kill = Process.Start("kill", ["-INT", "--", $"-{process.Id}"]);
            kill.WaitForExit();
        }

        public async Task<int> EndAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode;
        }

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        // Where the sample was built: beside it lie its own engine and what else it needs, and nothing of the tests.
        private static string Repository(string sample)
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return Path.Combine(Spindle.Testing.Repository.Root, "samples", sample, "bin", configuration, "net10.0");
        }

        private static void Keep(ConcurrentQueue<string> lines, string? line)
        {
            if (line is not null)
                lines.Enqueue(line);
        }
    }
}
