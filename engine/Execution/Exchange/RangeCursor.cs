using System.Buffers;
using Spindle.Columnar.Frames;

namespace Spindle.Execution.Exchange;

/// <summary>Reads the frames of a range of bytes that lie elsewhere.</summary>
/// <param name="window">So many bytes are read at once, or a frame if it is longer; 0 where reading is cheap.</param>
public abstract class RangeCursor(long start, long end, int window) : BlockCursor
{
    private byte[] buffer = [];
    // The bytes of the window that are read and not used yet.
    private int used;
    private int filled;
    private long at = start;
    private bool disposed;

    public sealed override ReadOnlyMemory<byte> Next()
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

    public sealed override void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Close();
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        base.Dispose();
    }

    /// <summary>Fills the target with the bytes from that offset on.</summary>
    /// <exception cref="CorruptFrameException">They are not all there.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    protected abstract void ReadAt(long offset, Span<byte> target);

    /// <summary>Gives back what is read from; called once.</summary>
    protected abstract void Close();

    private void Have(int length)
    {
        var left = filled - used;
        if (left >= length)
            return;
        var wanted = (int)Math.Min(Math.Max(window, length), end - at);
        var target = buffer.Length < wanted ? ArrayPool<byte>.Shared.Rent(wanted) : buffer;
        buffer.AsSpan(used, left).CopyTo(target);
        if (target != buffer && buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = target;
        ReadAt(at + left, buffer.AsSpan(left, wanted - left));
        (used, filled) = (0, wanted);
    }
}
