namespace Spindle.Driver.Logging;

/// <summary>The port to where event logs are kept: a folder, or object storage.</summary>
public interface ILogFolder
{
    /// <summary>True where a file is seen only once its stream is disposed, so that short files let readers follow.</summary>
    bool IsSeenWhenClosed { get; }

    /// <summary>Where a file of that name is.</summary>
    string PathOf(string name);

    /// <summary>A new file.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    Stream Create(string name);

    /// <summary>Removes a file that <see cref="Create"/> made.</summary>
    void Delete(string name);
}

/// <summary>A folder of the machine's own.</summary>
public sealed class LocalLogFolder : ILogFolder
{
    private readonly string folder;

    /// <param name="folder">Made where it is not there; may begin with <c>file:</c>.</param>
    public LocalLogFolder(string folder)
    {
        this.folder = folder.StartsWith("file:", StringComparison.Ordinal) ? new Uri(folder).LocalPath : folder;
        Directory.CreateDirectory(this.folder);
    }

    public bool IsSeenWhenClosed => false;

    public string PathOf(string name) => Path.Combine(folder, name);

    public Stream Create(string name) => new FileStream(PathOf(name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    public void Delete(string name) => File.Delete(PathOf(name));
}
