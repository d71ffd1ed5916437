using System.Globalization;
using Spindle.Columnar.Memory;
using Spindle.Driver.Cluster;
using Spindle.Launch;
using Spindle.Optimizer;
using Spindle.Sql.Runners;

namespace Spindle.Executor.Tests;

/// <summary>A cluster of real executor processes for sessions whose master is <c>test-cluster[executors,cores,partitions]</c>.</summary>
internal sealed class TestCluster : IRunnerProvider
{
    private const string Prefix = "test-cluster[";

    private static readonly Lazy<bool> Registered = new(() =>
    {
        RunnerProviders.Register(new TestCluster());
        return true;
    });

    public static readonly System.Collections.Concurrent.ConcurrentQueue<string> Said = new();

    /// <summary>The runner that was opened last.</summary>
    public static ClusterRunner? Last { get; private set; }

    public string Forms => "test-cluster[2,1,4]";

    public static void Use() => _ = Registered.Value;

    public SessionRunner? Open(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time)
    {
        if (!master.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var numbers = master[Prefix.Length..^1].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        var launcher = new ProcessLauncher(ProcessCommand.Beside(), (executor, line) => Said.Enqueue(line));
        var cluster = new ClusterSettings(numbers[0], numbers[1], 512L << 20) { Application = "app-" + Guid.NewGuid().ToString("N")[..8] };
        Last = ClusterRunner.StartAsync(cluster, launcher, TravellingTables.Records, budget, time).GetAwaiter().GetResult();
        return new SessionRunner(Last, Topology.Cluster(numbers[0], numbers[1], numbers[2], broadcastThreshold: 100_000, singleSortThreshold: 100_000), numbers[0] * numbers[1]);
    }
}
