using Spindle.Columnar.Errors;
using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>Finds the files of a table: globs are expanded, folders are walked, hidden members and what a job has not committed are left out.</summary>
internal static class FileListing
{
    private const int Attempts = 50;

    /// <param name="Base">The folder from which partitions are counted.</param>
    public readonly record struct Found(FileStatus File, string Base);

    /// <exception cref="SpindleException">PATH_NOT_FOUND</exception>
    public static List<Found> Find(IFileSystem fileSystem, IEnumerable<string> paths)
    {
        var found = new List<Found>();
        foreach (var path in paths)
        {
            if (PathGlob.IsGlob(path) && fileSystem.Status(path) is null)
            {
                var matches = PathGlob.Expand(fileSystem, path);
                if (matches.Count == 0)
                    throw NotFound(path);
                foreach (var match in matches)
                    Add(fileSystem, match, found);
            }
            else
                Add(fileSystem, fileSystem.Status(path) ?? throw NotFound(path), found);
        }

        return found;
    }

    public static SpindleException NotFound(string path) => new(StorageErrors.PathNotFound, $"nothing is found at {path}",
        parameters: new Dictionary<string, string> { ["path"] = path });

    private static void Add(IFileSystem fileSystem, FileStatus status, List<Found> found)
    {
        if (!status.IsFolder)
            found.Add(new Found(status, FilePath.ParentOf(status.Path)));
        else
            found.AddRange(Table(fileSystem, status.Path));
    }

    // A commit beside the walk would be seen in part: the walk counts only if the folder looks the same after it as before.
    private static List<Found> Table(IFileSystem fileSystem, string root)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var members = fileSystem.List(root);
            var hidden = CommitJournal.Among(fileSystem, members).Concat(Above(fileSystem, root)).SelectMany(j => j.Hidden).ToHashSet(StringComparer.Ordinal);
            var found = new List<Found>();
            Walk(fileSystem, members, root, found);
            if (!Marks(members).SequenceEqual(Marks(fileSystem.List(root))))
            {
                Thread.Yield();
                continue;
            }

            if (hidden.Count > 0)
                found.RemoveAll(f => hidden.Contains(Below(root, f.File.Path)));
            return found;
        }

        throw new SpindleException(StorageErrors.CannotRead, $"the folder {root} changed during each of {Attempts} attempts to list it; read it when fewer jobs write to it",
            parameters: new Dictionary<string, string> { ["path"] = root });
    }

    // A partition's folder read by itself is under the journals of the table that it is part of.
    private static IEnumerable<CommitJournal> Above(IFileSystem fileSystem, string folder)
    {
        var below = "";
        while (FilePath.NameOf(folder).Contains('=') && FilePath.ParentOf(folder) is { Length: > 0 } parent)
        {
            below = $"{FilePath.NameOf(folder)}/{below}";
            folder = parent;
            foreach (var journal in CommitJournal.Among(fileSystem, fileSystem.List(folder)))
                yield return journal with { Added = Inside(journal.Added, below), Replaced = Inside(journal.Replaced, below) };
        }
    }

    private static List<string> Inside(IEnumerable<string> paths, string folder) => [.. paths.Where(p => p.StartsWith(folder, StringComparison.Ordinal)).Select(p => p[folder.Length..])];

    /// <summary>The path as counted from the table's folder.</summary>
    public static string Below(string root, string path) => path[(root.TrimEnd('/').Length + 1)..];

    // Jobs that only prepare, and files that are being written aside, change nothing.
    private static IEnumerable<FileStatus> Marks(IEnumerable<FileStatus> members) => members.Where(m => !FilePath.IsHidden(m.Name) || CommitJournal.IsName(m.Name) || m.Name == FileWriteJob.SuccessName);

    private static void Walk(IFileSystem fileSystem, IReadOnlyList<FileStatus> members, string root, List<Found> found)
    {
        foreach (var member in members)
        {
            if (FilePath.IsHidden(member.Name))
                continue;
            if (member.IsFolder)
                Walk(fileSystem, ListOrNone(fileSystem, member.Path), root, found);
            else
                found.Add(new Found(member, root));
        }
    }

    // A partition's folder may go while the table is walked; the check at the end sees the commit that removed it.
    private static IReadOnlyList<FileStatus> ListOrNone(IFileSystem fileSystem, string folder)
    {
        try
        {
            return fileSystem.List(folder);
        }
        catch (SpindleException) when (fileSystem.Status(folder) is null)
        {
            return [];
        }
    }
}
