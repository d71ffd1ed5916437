using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.S3;
using Spindle.Storage.Tables;
using Spindle.Tpch.Sources;

namespace Spindle.Executor;

/// <summary>The tables that an executor reads and writes.</summary>
internal static class TravellingTables
{
    /// <summary>Their records in plans, the same as the driver's.</summary>
    public static IEnumerable<Type> Records => [.. FileOpener.Types, .. TpchOpener.Types];

    /// <param name="settings">The application's: buckets are known under Hadoop's names, with or without Spark's prefix.</param>
    public static TableOpeners Openers(IReadOnlyDictionary<string, string> settings)
    {
        var files = new FileOpener(new FormatRegistry(Files(settings)));
        return new TableOpeners([files, new TpchOpener()], [files]);
    }

    /// <inheritdoc cref="Openers"/>
    public static FileSystems Files(IReadOnlyDictionary<string, string> settings)
    {
        var s3 = new S3FileSystem(S3Settings.From(key => settings.GetValueOrDefault(key) ?? settings.GetValueOrDefault("spark.hadoop." + key)));
        return new FileSystems().Register("s3", s3).Register("s3a", s3);
    }
}
