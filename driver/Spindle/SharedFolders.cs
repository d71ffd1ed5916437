using Spindle.Columnar.Errors;
using Spindle.Plans;
using Spindle.Storage.Tables;

namespace Spindle;

/// <summary>Folders that the driver and its executors both see under one path: volumes that pods mount, and what a setting says is in the image. All else on a local disk is the driver's alone.</summary>
internal sealed class SharedFolders
{
    private const string LocalScheme = "file:";

    private static readonly ErrorClass Unseen = new("SPINDLE_PATH_NOT_SHARED", "58030");

    private readonly string[] folders;

    public SharedFolders(IEnumerable<string> folders) => this.folders = [.. folders.Select(Whole)];

    /// <summary>Refuses tables and sinks of local files that executors do not see.</summary>
    /// <exception cref="SpindleException">SPINDLE_PATH_NOT_SHARED: the path is in none of the folders.</exception>
    public void Check(ITableHandle table)
    {
        if (PathOf(table) is { } path)
            Check(path);
    }

    /// <summary>Refuses a local path that executors do not see.</summary>
    /// <exception cref="SpindleException">SPINDLE_PATH_NOT_SHARED: it is in none of the folders.</exception>
    public void Check(string path)
    {
        if (LocalPath(path) is not { } local || folders.Any(f => Holds(f, local)))
            return;
        throw new SpindleException(Unseen,
            $"executors cannot see {path}: it is on the driver's own disk; use object storage (s3://…), a volume that executors mount at that path (spark.kubernetes.executor.volumes.…), or name the folder in spindle.kubernetes.sharedFolders where the image has it",
            parameters: new Dictionary<string, string> { ["path"] = path });
    }

    private static string? PathOf(ITableHandle table) => table switch
    {
        FileTableDescriptor files => files.Root,
        FileSinkDescriptor files => files.Path,
        _ => null,
    };

    // A path with another scheme is the business of its file system.
    private static string? LocalPath(string path) =>
        path.StartsWith(LocalScheme, StringComparison.OrdinalIgnoreCase) ? Whole("/" + path[LocalScheme.Length..].TrimStart('/'))
        : path.Contains("://", StringComparison.Ordinal) ? null
        : Whole(path);

    private static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static bool Holds(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder.EndsWith('/') || path[folder.Length] == '/');
}
