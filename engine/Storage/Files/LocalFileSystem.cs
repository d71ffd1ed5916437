using Spindle.Columnar.Errors;

namespace Spindle.Storage.Files;

/// <summary>The machine's own files. Paths may begin with <c>file:</c>.</summary>
public sealed class LocalFileSystem : IFileSystem
{
    private const char ReceiptSeparator = '\n';

    public static readonly LocalFileSystem Instance = new();

    public FileStatus? Status(string path)
    {
        path = Plain(path);
        if (Directory.Exists(path))
            return new FileStatus(path, true, 0, 0);
        var file = new FileInfo(path);
        return file.Exists ? Of(file, path) : null;
    }

    public IReadOnlyList<FileStatus> List(string folder)
    {
        folder = Plain(folder);
        var members = new List<FileStatus>();
        try
        {
            foreach (var member in new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos())
            {
                var path = FilePath.Combine(folder, member.Name);
                if (member is FileInfo file)
                {
                    // What went since the folder was read is no member.
                    if (file.Exists)
                        members.Add(Of(file, path));
                }
                else
                    members.Add(new FileStatus(path, true, 0, 0));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpindleException(StorageErrors.CannotRead, $"the folder {folder} cannot be listed: {e.Message}", inner: e);
        }

        members.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return members;
    }

    public IInputFile Open(string path) => new LocalInputFile(Plain(path));

    public OutputFile Create(string path, string staging)
    {
        path = Plain(path);
        staging = Plain(staging);
        return new LocalOutputFile(FilePath.Combine(staging, $"{FilePath.NameOf(path)}.{Guid.NewGuid():N}.tmp"), path);
    }

    public void Publish(string receipt)
    {
        var (temporary, final) = Parts(receipt);
        Guarded(final, () =>
        {
            Directory.CreateDirectory(ParentFolder(final));
            File.Move(temporary, final, overwrite: true);
        });
    }

    public void Discard(string receipt) => File.Delete(Parts(receipt).Temporary);

    public void WriteAll(string path, ReadOnlySpan<byte> content)
    {
        path = Plain(path);
        var bytes = content.ToArray();
        Guarded(path, () =>
        {
            // Aside, under a name that tables do not read, and moved over: whoever looks sees the old content or the new.
            Directory.CreateDirectory(ParentFolder(path));
            var aside = FilePath.Combine(FilePath.ParentOf(path), $".{FilePath.NameOf(path)}.{Guid.NewGuid():N}.tmp");
            try
            {
                File.WriteAllBytes(aside, bytes);
                File.Move(aside, path, overwrite: true);
            }
            finally
            {
                File.Delete(aside);
            }
        });
    }

    public void Delete(string path)
    {
        path = Plain(path);
        Guarded(path, () =>
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else if (File.Exists(path))
                File.Delete(path);
        });
    }

    public void Rename(string from, string to)
    {
        from = Plain(from);
        to = Plain(to);
        Guarded(to, () =>
        {
            Directory.CreateDirectory(ParentFolder(to));
            if (Directory.Exists(from))
                Directory.Move(from, to);
            else
                File.Move(from, to);
        });
    }

    internal static string Receipt(string temporary, string final) => temporary + ReceiptSeparator + final;

    internal static string ParentFolder(string path) => FilePath.ParentOf(path) is { Length: > 0 } parent ? parent : ".";

    /// <summary>What a failed write says: which file, why, and what to do.</summary>
    internal static SpindleException WriteFailed(string path, Exception cause) => new(
        StorageErrors.TaskWriteFailed, $"{path} cannot be written ({cause.Message.TrimEnd('.')}). Nothing of the output is published; free space or fix permissions and run again.", inner: cause,
        parameters: new Dictionary<string, string> { ["path"] = path });

    private static (string Temporary, string Final) Parts(string receipt)
    {
        var at = receipt.IndexOf(ReceiptSeparator);
        return (receipt[..at], receipt[(at + 1)..]);
    }

    private static void Guarded(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(path, e);
        }
    }

    private static string Plain(string path)
    {
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            path = path[5..];
            if (path.StartsWith("//", StringComparison.Ordinal))
                path = path[2..];
        }

        return path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;
    }

    // The time of change is only ever compared for equality, so that no calendar is involved.
#pragma warning disable RS0030
    private static FileStatus Of(FileInfo file, string path) => new(path, false, file.Length, file.LastWriteTimeUtc.Ticks);
#pragma warning restore RS0030
}
