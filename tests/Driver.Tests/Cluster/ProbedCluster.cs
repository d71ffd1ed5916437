using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Settings;
using Spindle.Launch;
using Spindle.Optimizer;
using Spindle.Sources;
using Spindle.Sql;
using Spindle.Sql.Runners;
using Spindle.Storage.Tables;
using Spindle.Tpch.Sources;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A session over real executor processes, whose events a test hears on the scheduler's own thread, so that it can strike at an exact moment.</summary>
internal sealed class ProbedCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Provider Providers = new();
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-cluster-test-").FullName;
    private readonly List<int> seen = [];
    private readonly ClusterRunner runner;

    public ProbedCluster(int executors, int cores, params (string Key, string Value)[] settings)
        : this(new ClusterShape(), executors, cores, settings)
    {
    }

    public ProbedCluster(ClusterShape shape, int executors, int cores, params (string Key, string Value)[] settings)
    {
        lock (Providers)
        {
            Providers.Shape = shape;
            var builder = Session.Builder().Master($"probed[{executors},{cores},{folder}]").Config("spark.eventLog.dir", Path.Combine(folder, "log")).Config("spark.local.dir", Local);
            foreach (var (key, value) in settings)
                builder.Config(key, value);
            Session = builder.Create();
            runner = Providers.Last!;
        }

        runner.Announced += announcement =>
        {
            if (announcement is ExecutorAdded)
                lock (seen)
                    seen.AddRange(runner.Executors.Select(e => e.Pid).Except(seen));
            Heard?.Invoke(announcement);
        };
    }

    public Session Session { get; }

    /// <summary>Told of each announcement on the loop's thread.</summary>
    public Action<Announcement>? Heard { get; set; }

    /// <summary>Where figures are served.</summary>
    public Uri? Metrics => runner.MetricsAddress;

    public string Local => Path.Combine(folder, "local");

    /// <summary>Where tests may keep files of their own.</summary>
    public string Folder => folder;

    /// <summary>SIGKILL.</summary>
    public void Kill(string executor) => Signal(executor, "KILL");

    /// <summary>SIGSTOP: it stands still until <see cref="Thaw"/>.</summary>
    public int Freeze(string executor) => Signal(executor, "STOP");

    /// <summary>SIGTERM: it finishes what runs, hands its blocks over, and leaves.</summary>
    public void Ask(string executor) => Signal(executor, "TERM");

    /// <summary>SIGCONT.</summary>
    public static void Thaw(int pid) => Signal(pid, "CONT");

    /// <summary>The executors that are connected.</summary>
    public IReadOnlyList<string> Executors => [.. runner.Executors.Select(e => e.Executor)];

    /// <summary>The process of an executor.</summary>
    public int ProcessOf(string executor) => runner.Executors.Single(e => e.Executor == executor).Pid;

    /// <summary>The folder of an executor.</summary>
    public string FolderOf(string executor) => Directory.GetDirectories(Local).Single(d => Path.GetFileName(d).StartsWith($"spindle-{Path.GetFileName(folder)}-{executor}-", StringComparison.Ordinal));

    /// <summary>Waits until that many executors are connected.</summary>
    public void AwaitExecutors(int count) => Await(() => runner.Executors.Count >= count, $"{count} executors");

    /// <summary>Waits for what comes about by itself.</summary>
    public static void Await(Func<bool> condition, string what)
    {
        Assert.True(SpinWait.SpinUntil(condition, Patience), $"waited {Patience} for {what}");
    }

    /// <summary>The event log so far. Complete once the session is closed.</summary>
    public EventLogLines Log() => new(File.ReadLines(runner.EventLogFile!));

    /// <summary>Ends the session and checks that no process and no file of it is left.</summary>
    public void Close()
    {
        Session.Dispose();
        lock (seen)
            foreach (var pid in seen)
                Assert.False(File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Contains("Spindle.Executor", StringComparison.Ordinal), $"executor process {pid} is left");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Local));
    }

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private int Signal(string executor, string signal)
    {
        var pid = ProcessOf(executor);
        Signal(pid, signal);
        return pid;
    }

    private static void Signal(int pid, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(kill.WaitForExit(Patience) && kill.ExitCode == 0, $"kill -{signal} {pid}");
    }

    private sealed class Provider : IRunnerProvider
    {
        public Provider() => RunnerProviders.Register(this);

        public ClusterShape Shape { get; set; } = new();

        public ClusterRunner? Last { get; private set; }

        public string Forms => "probed[2,1,folder]";

        private static long Memory(IReadOnlyDictionary<string, string> settings) => long.Parse(settings.GetValueOrDefault("spark.executor.memory", "512m").TrimEnd('m')) << 20;

        public SessionRunner? Open(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time)
        {
            if (!master.StartsWith("probed[", StringComparison.Ordinal))
                return null;
            var parts = master[7..^1].Split(',');
            var (executors, cores) = (int.Parse(parts[0]), int.Parse(parts[1]));
            Directory.CreateDirectory(Path.Combine(parts[2], "local"));
            var cluster = DriverSettings.Read(new ClusterSettings(executors, cores, Memory(settings)) { Application = Path.GetFileName(parts[2]), ExecutorSettings = RunnerSettings.Buckets(settings) }, settings, _ => { });
            Last = ClusterRunner.StartAsync(cluster, new ChangedLauncher(Shape), [.. FileOpener.Types, .. TpchOpener.Types], budget, time, removeFolder: RunnerSettings.Remover(cluster.FallbackPath, settings)).GetAwaiter().GetResult();
            return new SessionRunner(Last, Topology.Cluster(executors, cores, cluster.ShufflePartitions, cluster.BroadcastThreshold) with { FilterBuildBytes = cluster.FilterBuildBytes, FilterScanBytes = cluster.FilterScanBytes }, executors * cores);
        }
    }
}
