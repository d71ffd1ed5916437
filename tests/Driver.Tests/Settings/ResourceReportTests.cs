using Spindle.Driver.Metrics;
using Spindle.Pods.Settings;
using Spindle.Protos;

namespace Spindle.Driver.Tests.Settings;

/// <summary>What is said at the end of what executors were given and used.</summary>
public sealed class ResourceReportTests
{
    private static readonly KubernetesSettings Settings = KubernetesSettings.Read(
    [
        new("spark.executor.memory", "256m"), new("spark.executor.memoryOverhead", "256m"), new("spark.kubernetes.executor.request.cores", "500m"), new("spindle.kubernetes.executor.limit.ephemeral-storage", "2Gi"),
    ], static _ => { });

    [Fact]
    public void Each_executors_most_is_told_and_settings_that_would_have_fitted()
    {
        var lines = ResourceReport.Lines([new ExecutorPeak("1", 0.94, 300L << 20, 41L << 20), new ExecutorPeak("2", 0.2, 310L << 20, 700L << 20)], Settings).ToList();
        Assert.Equal(
        [
            "executor 1 used at most 0.9 of 0.5 cores, 300 of 512 MiB of memory, 41 of 2048 MiB of disk",
            "executor 2 used at most 0.2 of 0.5 cores, 310 of 512 MiB of memory, 700 of 2048 MiB of disk",
            "these settings would have fitted: spark.kubernetes.executor.request.cores=1000m spark.executor.memory=128m spindle.kubernetes.executor.limit.ephemeral-storage=832Mi",
        ], lines);
        Assert.Empty(ResourceReport.Lines([], Settings));
    }

    [Fact]
    public void Peaks_are_the_largest_of_all_heartbeats_and_processors_a_rate_between_two()
    {
        var time = new Clock();
        var peaks = new ExecutorPeaks(time);
        Beat(0, 100, 0, 5);
        Beat(2, 200, 1_000, 50);
        Beat(4, 200, 4_000, 7);
        Beat(6, 250, 4_100, 7);
        Assert.Equal(new ExecutorPeak("1", 1.5, 250, 50), Assert.Single(peaks.All));

        void Beat(int second, long memory, long cpuMilliseconds, long disk)
        {
            time.Now = second;
            peaks.Beat(new HeartbeatRequest { ExecutorId = "1", PeakMemory = memory, CpuNanoseconds = cpuMilliseconds * 1_000_000, DiskFiles = disk });
        }
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
