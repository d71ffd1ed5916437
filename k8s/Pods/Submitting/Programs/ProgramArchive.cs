using System.IO.Compression;
using System.Security.Cryptography;

namespace Spindle.Pods.Submitting.Programs;

/// <summary>A program's files as one file: the same files give the same bytes, whenever and wherever they are packed.</summary>
internal sealed class ProgramArchive : IDisposable
{
    /// <summary>The ending of archives' names.</summary>
    public const string Extension = ".zip";

    // The first moment that the format knows.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder;

    private ProgramArchive(DirectoryInfo folder, string file)
    {
        this.folder = folder;
        File = file;
        Name = HashOf(file) + Extension;
    }

    /// <summary>The archive, until it is disposed of.</summary>
    public string File { get; }

    /// <summary>Its name: the SHA-256 of its content.</summary>
    public string Name { get; }

    public static ProgramArchive Pack(IEnumerable<string> files)
    {
        var folder = Directory.CreateTempSubdirectory("spindle-pack-");
        try
        {
            var file = Path.Combine(folder.FullName, "program" + Extension);
            Write(file, files);
            return new ProgramArchive(folder, file);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <param name="archive">The archive's file.</param>
    /// <param name="path">Where it comes from, and what its errors name. A name that is a hash is checked against the content.</param>
    /// <exception cref="SubmissionException">It is no whole archive, another one than its name says, or has files that would lie outside of the folder; nothing is written then.</exception>
    public static void Unpack(string archive, string path, string folder)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (name.Length == 2 * SHA256.HashSizeInBytes && name.All(char.IsAsciiHexDigitLower) && HashOf(archive) is var hash && hash != name)
            throw new SubmissionException($"the program {path} is not what was put there: its SHA-256 is {hash}");
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            foreach (var entry in zip.Entries)
                Within(folder, entry.FullName, path);
            zip.ExtractToDirectory(folder);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw new SubmissionException($"the program {path} cannot be unpacked: {broken.Message}");
        }
    }

    /// <summary>Where a file of a program from elsewhere goes.</summary>
    /// <exception cref="SubmissionException">Outside of the folder.</exception>
    public static string Within(string folder, string name, string path)
    {
        var whole = Path.GetFullPath(Path.Combine(folder, name));
        return whole.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? whole
            : throw new SubmissionException($"the program {path} is refused: its file '{name}' would lie outside of the program's folder");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void Write(string path, IEnumerable<string> files)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var file in files.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry(Path.GetFileName(file), CompressionLevel.Optimal);
            entry.LastWriteTime = Epoch;
            using var from = System.IO.File.OpenRead(file);
            using var to = entry.Open();
            from.CopyTo(to);
        }
    }

    private static string HashOf(string file)
    {
        using var content = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
