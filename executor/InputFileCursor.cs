using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Frames;
using Spindle.Execution.Exchange;
using Spindle.Storage.Files;

namespace Spindle.Executor;

/// <summary>Reads the frames of a range of a file, near or far: as many bytes at once as make a request worth its while.</summary>
/// <param name="file">Taken over.</param>
internal sealed class InputFileCursor(IInputFile file, long start, long end) : BlockCursor
{
    private const int Window = 1 << 20;

    private byte[] buffer = [];
    // The bytes of the window that are read and not used yet, and where in the file they begin.
    private int used;
    private int filled;
    private long at = start;
    private bool disposed;

    public override ReadOnlyMemory<byte> Next()
    {
        if (at == end)
            return default;
        var header = (int)Math.Min(BatchFrame.HeaderLength, end - at);
        Have(header);
        var length = BatchFrame.Length(buffer.AsSpan(used, header));
        if (length > end - at)
            throw new CorruptFrameException($"a frame of {length} bytes where {end - at} are left");
        Have(length);
        var frame = buffer.AsMemory(used, length);
        used += length;
        at += length;
        return frame;
    }

    public override void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        file.Dispose();
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        base.Dispose();
    }

    private void Have(int length)
    {
        var left = filled - used;
        if (left >= length)
            return;
        var wanted = (int)Math.Min(Math.Max(Window, length), end - at);
        if (buffer.Length < wanted)
        {
            var larger = ArrayPool<byte>.Shared.Rent(wanted);
            buffer.AsSpan(used, left).CopyTo(larger);
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        else
        {
            buffer.AsSpan(used, left).CopyTo(buffer);
        }

        try
        {
            file.ReadAt(at + left, buffer.AsSpan(left, wanted - left));
        }
        catch (SpindleException unreadable)
        {
            throw new IOException(unreadable.Message, unreadable);
        }

        (used, filled) = (0, wanted);
    }
}
