namespace Spindle.Storage.Files;

/// <summary>A file being written from its start to its end, by one thread. Disposed without <see cref="Finish"/> it leaves nothing.</summary>
public abstract class OutputFile : IDisposable
{
    /// <summary>Bytes written so far.</summary>
    public long Position { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        WriteCore(bytes);
        Position += bytes.Length;
    }

    /// <summary>Ends the file, which stays unseen.</summary>
    /// <returns>A receipt for <see cref="IFileSystem.Publish"/> and <see cref="IFileSystem.Discard"/>; text that travels.</returns>
    public abstract string Finish();

    public abstract void Dispose();

    protected abstract void WriteCore(ReadOnlySpan<byte> bytes);
}
