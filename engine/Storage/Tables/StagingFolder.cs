using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>The folder inside a table's own in which a job keeps what it has not committed.</summary>
public static class StagingFolder
{
    private const string Prefix = "_temporary-";

    public static string Of(string table, string jobId) => FilePath.Combine(table, Prefix + jobId);

    /// <summary>The job whose staging folder the path is; null for other paths.</summary>
    public static string? JobOf(string path) => FilePath.NameOf(path) is var name && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null;
}
