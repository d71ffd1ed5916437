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
