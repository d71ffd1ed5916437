using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Spindle.Client;
using Spindle.Client.Access;
using Spindle.Client.Requests;
using Spindle.Launch;
using Spindle.Pods.Launching;
using Spindle.Pods.Tests.Settings;
using Spindle.Testing;
using Spindle.Testing.Kubernetes;

namespace Spindle.Pods.Tests.Launching;

/// <summary>The launcher against an API server in which chance is at work, and a kubelet that the test plays.</summary>
public sealed class AllocatorTests
{
    private const string Namespace = "team-a";
    private const int Batch = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, bool> asked = new();
    private int lastId;

    [Fact]
    public async Task Executors_asked_for_under_faults_all_come_and_no_more()
    {
        var executors = TestTiers.Choose(60, 1_000, 1_000);
        var faults = new Misfortunes(seed: 7, TestTiers.Choose(300, 5_000, 5_000));
        await using var server = await ScriptedApiServer.StartAsync();
        server.CreateNamespace(Namespace);
        server.Objects.Create(ServedKind.All.First(k => k.Plural == "serviceaccounts"), Namespace, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        server.Script = faults.OfCall;
        using var client = new ApiClient(new ApiEndpoint(server.Address, Credentials.Anonymous), new ApiClientOptions { Random = new Random(3), RequestsPerSecond = 400, Retry = new RetryPolicy { Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(20) } });
        var settings = KubernetesSettingsTests.Read(("spark.kubernetes.container.image", "spindle:1"), ("spark.executor.instances", executors.ToString(CultureInfo.InvariantCulture)),
            ("spark.kubernetes.allocation.batch.size", $"{Batch}"), ("spark.kubernetes.allocation.batch.delay", "100ms"), ("spark.executor.maxNumFailures", "1000000"), ("spark.kubernetes.executor.apiPollingInterval", "2s"),
            ("spark.kubernetes.executor.missingPodDetectDelta", "5s"));
        settings = settings with { Limits = settings.Limits with { FirstBackoff = TimeSpan.FromMilliseconds(20), LongestBackoff = TimeSpan.FromMilliseconds(200) } };
        var launcher = new KubernetesLauncher(new ApplicationPlace(client, Namespace, "app-1", null), settings, static _ => { });
        string? stopped = null;
        await using (launcher)
        {
            launcher.Exited = exit =>
            {
                if (exit.IsFinal)
                    stopped = exit.Detail;
                else if (asked.TryRemove(exit.Executor, out _))
                    Ask(launcher);
                else
                    stopped = $"executor {exit.Executor} ended twice";
            };
            for (var i = 0; i < executors; i++)
                Ask(launcher);
            await PlayAsync(server, faults, executors, () => stopped);
        }

        Assert.Null(stopped);
        Assert.Empty(server.Objects.List("pods", Namespace));
        Assert.Empty(server.Objects.List("secrets", Namespace));
        // In any second there are ten waves at most, each with its secret, and as many deletions; lists and watches are few.
        var busiest = server.Calls.Where(c => c.Verb is "create" or "delete").GroupBy(c => c.At.ToUnixTimeSeconds()).Max(g => g.Count());
        Assert.InRange(busiest, 1, 500 + Batch);
    }

    private void Ask(KubernetesLauncher launcher)
    {
        var executor = Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture);
        asked[executor] = true;
        launcher.Launch(new ExecutorLaunch("app-1", executor, "10.0.0.1:7078", "", 1, 1 << 20, "", "/", new Dictionary<string, string>()));
    }

    // Scheduler, kubelet and bad luck, at ticks.
    private async Task PlayAsync(ScriptedApiServer server, Misfortunes faults, int executors, Func<string?> stopped)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await ticks.WaitForNextTickAsync(patience.Token))
        {
            Assert.Null(stopped());
            var pods = server.Objects.List("pods", Namespace);
            var live = 0;
            var ready = 0;
            foreach (var pod in pods)
            {
                var json = pod.Json;
                var name = (string)json["metadata"]!["name"]!;
                var phase = (string?)json["status"]?["phase"];
                if (json["metadata"]!["deletionTimestamp"] is not null)
                {
                    server.FinishDeletion(Namespace, name);
                    continue;
                }

                live += phase is "Succeeded" or "Failed" ? 0 : 1;
                ready += phase == "Running" && asked.ContainsKey((string)json["metadata"]!["labels"]!["spark-exec-id"]!) ? 1 : 0;
                if (phase == "Running")
                    faults.OfPod(server, Namespace, name);
                else if (phase == "Pending")
                    server.Run(Namespace, name);
            }

            Assert.InRange(live, 0, executors + Batch);
            if (faults.AreOver && ready == executors && pods.Count == executors)
                return;
        }
    }

    /// <summary>So many faults, then none.</summary>
    private sealed class Misfortunes(int seed, int count)
    {
        private readonly Random random = new(seed);
        private int left = count;

        public bool AreOver => Volatile.Read(ref left) <= 0;

        public Fault? OfCall(ApiCall call)
        {
            if (call.Resource == "pods" && call.Verb is "create" or "list" or "watch" or "delete" && Strikes(8))
                return (call.Verb, Next(6)) switch
                {
                    ("create", 0) => new Fault.Refuse(ApiRefusal.Forbidden("pods", "x", "exceeded quota: small")),
                    ("watch", 0 or 1) => new Fault.Refuse(ApiRefusal.Expired("too old resource version")),
                    (_, 0 or 1) => new Fault.Refuse(ApiRefusal.TooMany(0)),
                    ("watch", _) => new Fault.DropRequest(),
                    (_, 2) => new Fault.GatewayTimeout(),
                    (_, 3) => new Fault.DropRequest(),
                    _ => new Fault.LoseAnswer(),
                };
            return null;
        }

        public void OfPod(ScriptedApiServer server, string scope, string pod)
        {
            if (!Strikes(60))
                return;
            switch (Next(4))
            {
                case 0:
                    server.End(scope, pod, 137, "OOMKilled");
                    break;
                case 1:
                    server.EvictByKubelet(scope, pod);
                    break;
                case 2:
                    server.Disrupt(scope, pod, "DeletionByTaintManager");
                    break;
                default:
                    server.End(scope, pod, 1, "Error");
                    break;
            }
        }

        private bool Strikes(int oneIn)
        {
            if (AreOver || Next(oneIn) != 0)
                return false;
            Interlocked.Decrement(ref left);
            return true;
        }

        private int Next(int bound)
        {
            lock (random)
                return random.Next(bound);
        }
    }
}
