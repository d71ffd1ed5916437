using Microsoft.Win32.SafeHandles;

namespace Spindle.Storage.Files;

/// <summary>Writes under a temporary name, in blocks.</summary>
internal sealed class LocalOutputFile : OutputFile
{
    private const int BlockBytes = 1 << 18;

    private readonly string temporary;
    private readonly string final;
    private readonly byte[] block = GC.AllocateUninitializedArray<byte>(BlockBytes);
    private readonly SafeFileHandle handle;
    private int filled;
    private long written;
    private bool finished;

    public LocalOutputFile(string temporary, string final)
    {
        this.temporary = temporary;
        this.final = final;
        try
        {
            Directory.CreateDirectory(LocalFileSystem.ParentFolder(temporary));
            handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFileSystem.WriteFailed(final, e);
        }
    }

    public override string Finish()
    {
        Flush();
        handle.Dispose();
        finished = true;
        return LocalFileSystem.Receipt(temporary, final);
    }

    public override void Dispose()
    {
        if (handle.IsClosed)
            return;
        handle.Dispose();
        if (!finished)
            File.Delete(temporary);
    }

    protected override void WriteCore(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BlockBytes - filled)
            Flush();
        if (bytes.Length >= BlockBytes)
        {
            WriteThrough(bytes);
            return;
        }

        bytes.CopyTo(block.AsSpan(filled));
        filled += bytes.Length;
    }

    private void Flush()
    {
        WriteThrough(block.AsSpan(0, filled));
        filled = 0;
    }

    private void WriteThrough(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, written);
            written += bytes.Length;
        }
        // A file past the file system's limit is an argument out of range to the run time.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw LocalFileSystem.WriteFailed(final, e);
        }
    }
}
