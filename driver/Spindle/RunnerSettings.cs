using Spindle.Driver.Cluster;
using Spindle.Optimizer;
using Spindle.Plans.Running;
using Spindle.Sql.Runners;
using Spindle.Storage.Files;
using Spindle.Storage.S3;

namespace Spindle;

/// <summary>Settings that every kind of cluster reads alike.</summary>
internal static class RunnerSettings
{
    // Where it was asked for, and where nothing was said, at a terminal.
    public static bool Shows(IReadOnlyDictionary<string, string> settings) =>
        settings.TryGetValue("spark.ui.showConsoleProgress", out var shown) ? shown.Equals("true", StringComparison.OrdinalIgnoreCase) : !Console.IsErrorRedirected;

    public static ObjectLogFolder? Logs(string? folder, IReadOnlyDictionary<string, string> settings)
    {
        if (folder?.StartsWith("s3", StringComparison.Ordinal) != true || !folder.Contains("://", StringComparison.Ordinal))
            return null;
        return new ObjectLogFolder(S3(settings), folder);
    }

    /// <summary>Removes folders of the storage to which executors that leave may take their blocks; null where there is none.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">The path is of no file system that is known.</exception>
    public static Action<string>? Remover(string? fallback, IReadOnlyDictionary<string, string> settings)
    {
        if (fallback is null)
            return null;
        var s3 = S3(settings);
        return new FileSystems().Register("s3", s3).Register("s3a", s3).For(fallback).Delete;
    }

    /// <summary>The runner with what plans are made for.</summary>
    public static SessionRunner Session(IQueryRunner runner, ClusterSettings cluster) =>
        new(runner, Topology.Cluster(cluster.Planned, cluster.Cores, cluster.ShufflePartitions, cluster.BroadcastThreshold) with
        {
            PartitionBytes = cluster.Planning.Adaptive ? cluster.ShufflePartitionBytes : 0,
            FilterBuildBytes = cluster.FilterBuildBytes,
            FilterScanBytes = cluster.FilterScanBytes,
        }, cluster.Planned * cluster.Cores);

    public static S3FileSystem S3(IReadOnlyDictionary<string, string> settings) =>
        new(S3Settings.From(key => settings.GetValueOrDefault(key) ?? settings.GetValueOrDefault("spark.hadoop." + key)));

    // Executors reach the same buckets.
    public static Dictionary<string, string> Buckets(IReadOnlyDictionary<string, string> settings) =>
        settings.Where(s => s.Key.StartsWith("fs.s3a.", StringComparison.Ordinal) || s.Key.StartsWith("spark.hadoop.fs.s3a.", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
}
