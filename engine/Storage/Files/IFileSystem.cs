namespace Spindle.Storage.Files;

/// <summary>
/// Files by path, as tables need them: whole folders listed, files read at any place, and output that is written aside and appears only when it is published.
/// Shared by threads.
/// </summary>
public interface IFileSystem
{
    /// <summary>What lies at the path; null where nothing does.</summary>
    FileStatus? Status(string path);

    /// <summary>The direct members of a folder, in ordinal order of their paths.</summary>
    IReadOnlyList<FileStatus> List(string folder);

    /// <exception cref="Columnar.Errors.SpindleException">FAILED_READ_FILE.FILE_NOT_EXIST, or FAILED_READ_FILE where it cannot be opened.</exception>
    IInputFile Open(string path);

    /// <summary>Starts a file that is not seen at <paramref name="path"/> before <see cref="Publish"/>.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="staging">A folder for what is not yet published; file systems that can hold back a file's appearance by themselves need not use it.</param>
    OutputFile Create(string path, string staging);

    /// <summary>Makes a finished file appear at its path, replacing what is there.</summary>
    /// <param name="receipt">What <see cref="OutputFile.Finish"/> gave.</param>
    void Publish(string receipt);

    /// <summary>Removes a finished file that was not published; nothing happens where it is gone.</summary>
    void Discard(string receipt);

    /// <summary>Writes a small file, replacing what is there: whoever looks sees the old content or the new, whole.</summary>
    void WriteAll(string path, ReadOnlySpan<byte> content);

    /// <summary>Removes a file, or a folder with all its members; nothing happens where there is none.</summary>
    void Delete(string path);

    /// <summary>Moves a file or folder to a path where nothing is.</summary>
    void Rename(string from, string to);
}

/// <param name="Path">In the file system's own form, as <see cref="IFileSystem.Open"/> takes it.</param>
/// <param name="Length">Bytes; 0 for folders.</param>
/// <param name="Stamp">Differs when the content does (a time of change, a hash of an entity tag); meaningless but for equality.</param>
public readonly record struct FileStatus(string Path, bool IsFolder, long Length, long Stamp)
{
    /// <summary>The last part of the path.</summary>
    public string Name => FilePath.NameOf(Path);
}
