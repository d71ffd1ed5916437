using System.Buffers;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;

namespace Spindle.Execution.Exchange;

/// <summary>The frames of a block, one after the other, as they are stored: to be read here or sent on. One thread's.</summary>
public abstract class BlockCursor : IDisposable
{
    /// <summary>The next whole frame, unchecked, valid until the next call; empty at the end.</summary>
    /// <exception cref="CorruptFrameException">The bytes are not a frame's.</exception>
    public abstract ReadOnlyMemory<byte> Next();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Reads frames out of bytes that were fetched.</summary>
    /// <param name="bytes">Taken over.</param>
    public static BlockCursor Over(NativeBuffer bytes, long length) => new BufferCursor(bytes, length);

    private sealed unsafe class BufferCursor(NativeBuffer bytes, long length) : BlockCursor
    {
        private long at;
        private bool disposed;

        public override ReadOnlyMemory<byte> Next()
        {
            if (at == length)
                return default;
            var frame = BatchFrame.Length(new ReadOnlySpan<byte>(bytes.Pointer + at, (int)Math.Min(BatchFrame.HeaderLength, length - at)));
            if (frame > length - at)
                throw new CorruptFrameException($"a frame of {frame} bytes where {length - at} are left");
            var memory = new NativeMemory(bytes.Pointer + at, frame).Memory;
            at += frame;
            return memory;
        }

        public override void Dispose()
        {
            if (!disposed)
                bytes.Release();
            disposed = true;
            base.Dispose();
        }
    }
}

/// <summary>Reads the frames of a range of a file.</summary>
internal sealed class FileCursor : BlockCursor
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle file;
    private readonly Action release;
    private readonly long end;
    private long at;
    private byte[] buffer = [];
    private bool disposed;

    /// <param name="release">Called once, at the end.</param>
    public FileCursor(string path, long start, long end, Action release)
    {
        this.release = release;
        this.end = end;
        at = start;
        file = File.OpenHandle(path);
    }

    public override ReadOnlyMemory<byte> Next()
    {
        if (at == end)
            return default;
        Span<byte> header = stackalloc byte[BatchFrame.HeaderLength];
        Fill(header[..(int)Math.Min(header.Length, end - at)], at);
        var length = BatchFrame.Length(header[..(int)Math.Min(header.Length, end - at)]);
        if (length > end - at)
            throw new CorruptFrameException($"a frame of {length} bytes where {end - at} are left");
        if (buffer.Length < length)
        {
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        Fill(buffer.AsSpan(0, length), at);
        at += length;
        return buffer.AsMemory(0, length);
    }

    public override void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        file.Dispose();
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        release();
        base.Dispose();
    }

    private void Fill(Span<byte> target, long offset)
    {
        while (target.Length > 0)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
                throw new CorruptFrameException($"the file ends at {offset}");
            target = target[read..];
            offset += read;
        }
    }
}
