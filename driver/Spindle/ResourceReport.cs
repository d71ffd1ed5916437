using System.Globalization;
using Spindle.Client.Resources;
using Spindle.Driver.Metrics;
using Spindle.Pods.Settings;

namespace Spindle;

/// <summary>
/// What executors were given and what they used at most, and the settings that would have fitted:
/// <code>
/// executor 1 used at most 0.9 of 1 cores, 312 of 512 MiB of memory, 41 of 2048 MiB of disk
/// these settings would have fitted: spark.kubernetes.executor.request.cores=900m spark.executor.memory=128m spindle.kubernetes.executor.limit.ephemeral-storage=256Mi
/// </code>
/// </summary>
internal static class ResourceReport
{
    // So many are told one by one.
    private const int Most = 10;
    private const double Reserve = 1.1;
    private const long Step = 64L << 20;
    private const long LeastMemory = 64L << 20;
    private const long LeastDisk = 256L << 20;

    public static IEnumerable<string> Lines(IReadOnlyList<ExecutorPeak> peaks, KubernetesSettings settings)
    {
        // Executors that were gone before their first heartbeat told nothing.
        var known = peaks.Where(p => p.Memory > 0).ToList();
        if (known.Count == 0)
            yield break;
        var role = settings.Executor;
        var cores = (double)Quantity.Parse(role.RequestCores ?? role.Cores.ToString(CultureInfo.InvariantCulture)).Value;
        var disk = role.LimitDisk is { } limit && Quantity.TryParse(limit, out var most) ? most.Whole : 0;
        foreach (var peak in known.Take(Most))
            yield return string.Create(CultureInfo.InvariantCulture,
                $"executor {peak.Executor} used at most {peak.Cores:0.0} of {cores:0.##} cores, {peak.Memory >> 20} of {role.MemoryLimit >> 20} MiB of memory, {peak.Disk >> 20}{(disk > 0 ? $" of {disk >> 20}" : "")} MiB of disk");
        var largest = new ExecutorPeak("", known.Max(p => p.Cores), known.Max(p => p.Memory), known.Max(p => p.Disk));
        yield return string.Create(CultureInfo.InvariantCulture,
            $"these settings would have fitted: spark.kubernetes.executor.request.cores={Math.Max(1, Math.Ceiling(largest.Cores * 10)) * 100:0}m spark.executor.memory={Math.Max(LeastMemory, Rounded(largest.Memory * Reserve) - role.Overhead) >> 20}m spindle.kubernetes.executor.limit.ephemeral-storage={Math.Max(LeastDisk, Rounded(largest.Disk * Reserve)) >> 20}Mi");
    }

    private static long Rounded(double bytes) => (long)Math.Ceiling(bytes / Step) * Step;
}
