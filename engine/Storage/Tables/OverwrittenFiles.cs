using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>Which of a table's files the new ones take the place of.</summary>
/// <param name="old">The files there are, below the table's folder.</param>
/// <param name="written">The new ones' places there.</param>
internal delegate IEnumerable<string> OverwrittenFilesOf(IReadOnlyList<string> old, IReadOnlyList<string> written);

/// <summary>The ways in which a write replaces what is there.</summary>
internal static class OverwrittenFiles
{
    public static OverwrittenFilesOf All => (old, _) => old;

    /// <summary>Those of the partitions that get new files.</summary>
    public static OverwrittenFilesOf OfWrittenPartitions => (old, written) =>
    {
        var folders = written.Select(FilePath.ParentOf).ToHashSet(StringComparer.Ordinal);
        return old.Where(file => folders.Contains(FilePath.ParentOf(file)));
    };

    /// <summary>Those that lie in all of the named partitions' folders, whether or not these get new files.</summary>
    public static OverwrittenFilesOf Below(IReadOnlyCollection<string> folders) => (old, _) => old.Where(file => folders.All(file.Split('/').Contains));
}
