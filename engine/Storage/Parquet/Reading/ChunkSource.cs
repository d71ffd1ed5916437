using Spindle.Columnar.Memory;
using Spindle.Sources;
using Spindle.Storage.Files;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Reads a column chunk's bytes through a window that moves forward, so that a chunk takes bounded memory however long it is.</summary>
internal sealed unsafe class ChunkSource(IInputFile file, long start, long length, MemoryBudget budget, IScanMetrics metrics) : IDisposable
{
    private const int WindowBytes = 1 << 20;

    private NativeBuffer? window;
    private long windowStart;
    private int windowLength;

    /// <summary>Where the next page begins, counted from the chunk's start.</summary>
    public long Position { get; private set; }

    public long Start => start;

    public long Left => length - Position;

    public void Advance(long bytes) => Position += bytes;

    public void Seek(long position) => Position = position;

    /// <summary>The bytes at the position: as many as that, or fewer where the chunk ends. Valid until the next call; some bytes behind them are readable.</summary>
    public ReadOnlySpan<byte> Peek(int bytes)
    {
        bytes = (int)Math.Min(bytes, Left);
        if (window is null || Position < windowStart || Position + bytes > windowStart + windowLength)
            Load(bytes);
        return new ReadOnlySpan<byte>(window!.Pointer + (Position - windowStart), bytes);
    }

    public void Dispose()
    {
        window?.Release();
        window = null;
    }

    // What the window has of the wanted bytes moves to its front, so that nothing is read twice.
    private void Load(int bytes)
    {
        var size = (int)Math.Min(Math.Max(WindowBytes, bytes), Left);
        var kept = Position >= windowStart && Position < windowStart + windowLength ? (int)(windowStart + windowLength - Position) : 0;
        var from = kept > 0 ? (int)(Position - windowStart) : 0;
        if (window is null || window.Capacity < size)
        {
            var larger = budget.Allocate(size);
            if (kept > 0)
                new ReadOnlySpan<byte>(window!.Pointer + from, kept).CopyTo(new Span<byte>(larger.Pointer, kept));
            window?.Release();
            window = larger;
        }
        else if (kept > 0)
            new ReadOnlySpan<byte>(window.Pointer + from, kept).CopyTo(new Span<byte>(window.Pointer, kept));

        windowLength = 0;
        file.ReadAt(start + Position + kept, new Span<byte>(window.Pointer + kept, size - kept));
        windowStart = Position;
        windowLength = size;
        metrics.BytesRead(size - kept);
    }
}
