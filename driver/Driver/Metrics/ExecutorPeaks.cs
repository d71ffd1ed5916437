using System.Globalization;
using Spindle.Protos;

namespace Spindle.Driver.Metrics;

/// <summary>The most that one executor used, by its heartbeats.</summary>
/// <param name="Cores">Processors that were busy on average between two heartbeats.</param>
/// <param name="Memory">Bytes of its process.</param>
/// <param name="Disk">Bytes of its files.</param>
public sealed record ExecutorPeak(string Executor, double Cores, long Memory, long Disk);

/// <summary>Keeps what executors used at most. Any number of threads.</summary>
internal sealed class ExecutorPeaks(TimeProvider time)
{
    // Over less a rate says little.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (ExecutorPeak Peak, long At, long Cpu)> executors = new(StringComparer.Ordinal);

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<ExecutorPeak> All
    {
        get
        {
            lock (gate)
                return [.. executors.Values.Select(e => e.Peak).OrderBy(p => int.TryParse(p.Executor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue)];
        }
    }

    public void Beat(HeartbeatRequest heartbeat)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            var (peak, at, cpu) = executors.TryGetValue(heartbeat.ExecutorId, out var known) ? known : (new ExecutorPeak(heartbeat.ExecutorId, 0, 0, 0), now, heartbeat.CpuNanoseconds);
            var since = time.GetElapsedTime(at, now);
            if (since >= Shortest)
                (peak, at, cpu) = (peak with { Cores = Math.Max(peak.Cores, (heartbeat.CpuNanoseconds - cpu) / since.TotalNanoseconds) }, now, heartbeat.CpuNanoseconds);
            executors[heartbeat.ExecutorId] = (peak with { Memory = Math.Max(peak.Memory, heartbeat.PeakMemory), Disk = Math.Max(peak.Disk, heartbeat.DiskFiles) }, at, cpu);
        }
    }
}
