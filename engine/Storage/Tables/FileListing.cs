using Spindle.Columnar.Errors;
using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>Finds the files of a table: globs are expanded, folders are walked, hidden members are left out.</summary>
internal static class FileListing
{
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
            Walk(fileSystem, status.Path, status.Path, found);
    }

    private static void Walk(IFileSystem fileSystem, string folder, string root, List<Found> found)
    {
        foreach (var member in fileSystem.List(folder))
        {
            if (FilePath.IsHidden(member.Name))
                continue;
            if (member.IsFolder)
                Walk(fileSystem, member.Path, root, found);
            else
                found.Add(new Found(member, root));
        }
    }
}
