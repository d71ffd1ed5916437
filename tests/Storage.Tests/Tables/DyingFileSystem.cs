using Spindle.Storage.Files;

namespace Spindle.Storage.Tests.Tables;

/// <summary>The process is killed at the n-th change of the file system: that change happens or does not, and nothing after it does.</summary>
internal sealed class DyingFileSystem(IFileSystem inner, int deadline, bool lastHappens) : IFileSystem
{
    /// <summary>Changes that were asked for.</summary>
    public int Changes { get; private set; }

    public bool IsDead => Changes >= deadline;

    public FileStatus? Status(string path) => Alive(() => inner.Status(path));

    public IReadOnlyList<FileStatus> List(string folder) => Alive(() => inner.List(folder));

    public IInputFile Open(string path) => Alive(() => inner.Open(path));

    public OutputFile Create(string path, string staging) => Alive(() => inner.Create(path, staging));

    public void Publish(string receipt) => Change(() => inner.Publish(receipt));

    public void Discard(string receipt) => Change(() => inner.Discard(receipt));

    public void WriteAll(string path, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Change(() => inner.WriteAll(path, bytes));
    }

    public void Delete(string path) => Change(() => inner.Delete(path));

    public void Rename(string from, string to) => Change(() => inner.Rename(from, to));

    private void Change(Action change)
    {
        if (IsDead)
            throw new KilledException();
        if (++Changes < deadline || lastHappens)
            change();
        if (IsDead)
            throw new KilledException();
    }

    private T Alive<T>(Func<T> action) => IsDead ? throw new KilledException() : action();
}

/// <summary>No error that anything handles: the process is gone.</summary>
internal sealed class KilledException : Exception;
