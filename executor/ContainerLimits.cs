using System.Globalization;

namespace Spindle.Executor;

/// <summary>What the container around the process allows, by control groups of version 1 or 2.</summary>
internal static class ContainerLimits
{
    private const string Version2 = "/sys/fs/cgroup/memory.max";
    private const string Version1 = "/sys/fs/cgroup/memory/memory.limit_in_bytes";

    // Code, stacks and buffers that neither the collector nor the budget counts.
    private const long Runtime = 64L << 20;

    // Without a limit version 1 has the largest number of pages.
    private const long NoLimit = 1L << 60;

    /// <summary>Bytes that the container may use; null for no limit.</summary>
    public static long? Memory() => Read(Version2) ?? Read(Version1);

    /// <summary>Why the executor cannot live in its container; null where it can, or nothing limits the collector, as where nobody has chosen both figures.</summary>
    /// <param name="budget">Bytes for tasks and blocks.</param>
    public static string? Shortage(long budget)
    {
        if (AppContext.GetData("GCHeapHardLimit") is null && Environment.GetEnvironmentVariable("DOTNET_GCHeapHardLimit") is null)
            return null;
        var heap = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Memory() is { } limit && budget + heap + Runtime > limit
            ? string.Create(CultureInfo.InvariantCulture, $"{budget >> 20} MiB for tasks, {heap >> 20} MiB for objects and {Runtime >> 20} MiB for the runtime do not fit the container's limit of {limit >> 20} MiB; raise spark.executor.memoryOverhead")
            : null;
    }

    private static long? Read(string path)
    {
        try
        {
            return long.TryParse(File.ReadAllText(path).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes < NoLimit ? bytes : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
