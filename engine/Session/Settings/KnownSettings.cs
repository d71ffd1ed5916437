namespace Spindle.Sql.Settings;

/// <summary>The settings that something reads. A session takes any key, as Spark does; who types one wants to hear of a slip.</summary>
internal static class KnownSettings
{
    // Families whose keys name what the user has named: buckets, and whatever else a file system or a runner reads by prefix.
    private static readonly string[] Prefixes =
        ["fs.s3a.", "spark.hadoop.fs.s3a.", "spark.executor.", "spark.driver.", "spark.kubernetes.", "spark.dynamicAllocation.", "spark.shuffle.", "spark.task.", "spark.speculation", "spark.network.", "spark.locality."];

    // Settings without a default.
    private static readonly string[] Optional =
        ["spark.app.name", "spark.master", SessionSettings.MemoryLimit, SessionSettings.SpillFolder, SessionSettings.Threads];

    public static IEnumerable<string> Names => SessionSettings.Standard.Concat(Optional);

    public static bool Contains(string key) => Names.Contains(key, StringComparer.Ordinal) || Prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal));
}
