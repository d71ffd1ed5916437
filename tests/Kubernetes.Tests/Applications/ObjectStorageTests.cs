using System.Globalization;
using Spindle.Client.Kinds;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>TPC-H written to and read from object storage by pods of 512 MiB and 2 GiB of disk: nothing else is shared between driver and executors.</summary>
public sealed class ObjectStorageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_driver_pod_and_its_executors_write_and_read_buckets()
    {
        if (TestTiers.Current == TestTier.Default)
        {
            Skipped.Say("jobs over object storage (SPINDLE_TEST_TIER is not ci)");
            return;
        }

        if (await BucketCluster.TryOpenAsync() is not { } opened)
            return;
        await using var site = opened;
        var scale = TestTiers.Choose(0.01, 0.01, 1.0).ToString(CultureInfo.InvariantCulture);
        var job = new DriverJob(site.Cluster, "tpch", "Tpch", ["--scale", scale, "--out", "s3://data"],
        [
            .. site.Buckets.Settings, ("spark.executor.instances", "3"), ("spark.executor.memory", "256m"), ("spark.executor.memoryOverhead", "256m"), ("spindle.kubernetes.executor.limit.ephemeral-storage", "2Gi"),
            ("spark.driver.memory", "256m"), ("spark.driver.memoryOverhead", "256m"),
        ]);
        using var patience = new CancellationTokenSource(Patience);
        var code = await job.RunAsync(patience.Token);
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Contains(job.Lines, l => l.StartsWith("22 of 22 equal the reference", StringComparison.Ordinal));
        // An executor that is lost has a successor.
        var pods = (await site.Cluster.Client.Of<CoreEvent>(site.Cluster.Namespace).ListAsync()).Items.Where(e => e.Reason == "Scheduled").Select(e => e.Json["involvedObject"]!["name"]!.ToString()).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["tpch-driver", "tpch-exec-1", "tpch-exec-2", "tpch-exec-3"], pods);
    }
}
