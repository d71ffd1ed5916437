namespace Spindle.Sql.Settings;

/// <summary>The settings that something reads. A session takes any key, as Spark does; who types one wants to hear of a slip.</summary>
internal static class KnownSettings
{
    // Families whose keys name what the user has named: buckets, and whatever else a file system or a runner reads by prefix.
    private static readonly string[] Prefixes = ["fs.s3a.", "spark.hadoop.fs.s3a.", "spark.kubernetes."];

    // Families that the driver of executors knows by name; it refuses what it does not know.
    private static readonly string[] Driver =
    [
        "executor.", "driver.", "dynamicAllocation.", "shuffle.", "task.", "stage.", "speculation", "network.", "locality.", "scheduler.", "excludeOnFailure.", "eventLog.", "reducer.", "io.compression.",
        "local.dir", "metrics.", "sql.adaptive.", "sql.autoBroadcastJoinThreshold", "sql.optimizer.", "sql.files.", "sql.shuffle.", "sql.execution.", "broadcast.",
    ];

    // Settings without a default.
    private static readonly string[] Optional =
        ["spark.app.name", "spark.master", SessionSettings.CheckpointFolder, SessionSettings.MemoryLimit, SessionSettings.SpillFolder, SessionSettings.Threads];

    public static IEnumerable<string> Names => SessionSettings.Standard.Concat(Optional);

    public static bool Contains(string key) => Names.Contains(key, StringComparer.Ordinal) || Prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal))
        || Driver.Any(f => key.StartsWith("spark." + f, StringComparison.Ordinal) || key.StartsWith("spindle." + f, StringComparison.Ordinal));
}
