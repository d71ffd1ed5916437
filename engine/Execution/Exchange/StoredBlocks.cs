using System.Buffers.Binary;
using System.Diagnostics;
using Spindle.Columnar.Frames;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Exchange;

/// <summary>The blocks of one map output where they lie: in memory or in files. Shared by counting references; readers keep it while they read.</summary>
internal abstract class StoredBlocks
{
    private int references = 1;

    /// <summary>Bytes of memory that it holds.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Reads a block by its place, from 0; takes over one of the caller's references.</summary>
    public abstract BlockCursor Open(int place);

    /// <summary>One more reference; false when the last is gone.</summary>
    public bool TryRetain()
    {
        var seen = Volatile.Read(ref references);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref references, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left == 0)
            Free();
        else if (left < 0)
            throw new UnreachableException("blocks were released twice");
    }

    protected abstract void Free();
}

/// <summary>Blocks in memory.</summary>
/// <param name="arena">Taken over.</param>
/// <param name="segments">Sorted by partition, each partition's in the order of its rows.</param>
/// <param name="starts">For each place where its segments begin, and where the last end.</param>
internal sealed class MemoryBlocks(BlockArena arena, FrameSegment[] segments, int[] starts) : StoredBlocks
{
    private readonly BlockArena arena = arena;
    private readonly FrameSegment[] segments = segments;

    public override long MemoryBytes => arena.Bytes;

    public override BlockCursor Open(int place) => new Cursor(this, starts[place], starts[place + 1]);

    /// <summary>Writes the blocks to files; the memory stays.</summary>
    public FileBlocks Save(BlockFolder folder)
    {
        using var writer = new BlockFileWriter(folder, starts.Length - 1);
        for (var place = 0; place < starts.Length - 1; place++)
        {
            writer.Begin(place);
            for (var i = starts[place]; i < starts[place + 1]; i++)
                writer.Append(arena.Span(segments[i]));
        }

        return writer.Finish();
    }

    protected override void Free() => arena.Dispose();

    private sealed class Cursor(MemoryBlocks blocks, int next, int end) : BlockCursor
    {
        private int next = next;
        private bool disposed;

        public override ReadOnlyMemory<byte> Next() => next < end ? blocks.arena.Memory(blocks.segments[next++]) : default;

        public override void Dispose()
        {
            if (!disposed)
                blocks.Release();
            disposed = true;
            base.Dispose();
        }
    }
}

/// <summary>
/// Blocks in a data file, one partition after the other, beside an index file of their offsets (int64, little-endian, one more than there are partitions). The files go with the last reference.
/// </summary>
internal sealed class FileBlocks(string path) : StoredBlocks
{
    public const string IndexSuffix = ".index";

    public override long MemoryBytes => 0;

    public override BlockCursor Open(int place)
    {
        Span<byte> offsets = stackalloc byte[16];
        using (var index = File.OpenHandle(path + IndexSuffix))
        {
            if (RandomAccess.Read(index, offsets, place * 8L) < 16)
                throw new CorruptFrameException("the index is too short");
        }

        return new FileCursor(path, BinaryPrimitives.ReadInt64LittleEndian(offsets), BinaryPrimitives.ReadInt64LittleEndian(offsets[8..]), Release);
    }

    protected override void Free() => BlockFolder.Delete(path, path + IndexSuffix);
}

/// <summary>Writes the data and the index file of one map output; what is disposed unfinished is removed.</summary>
internal sealed class BlockFileWriter : IDisposable
{
    private readonly string path;
    private readonly byte[] offsets;
    private readonly FileStream data;
    private bool finished;

    public BlockFileWriter(BlockFolder folder, int partitions)
    {
        path = folder.NewFile();
        offsets = new byte[8 * (partitions + 1)];
        try
        {
            data = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 18);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SpillArea.Failed(path, exception);
        }
    }

    /// <summary>What is appended from now on belongs to that partition; each is begun once, in order.</summary>
    public void Begin(int place) => BinaryPrimitives.WriteInt64LittleEndian(offsets.AsSpan(place * 8), data.Position);

    public void Append(ReadOnlySpan<byte> frame)
    {
        try
        {
            data.Write(frame);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SpillArea.Failed(path, exception);
        }
    }

    public FileBlocks Finish()
    {
        try
        {
            BinaryPrimitives.WriteInt64LittleEndian(offsets.AsSpan(offsets.Length - 8), data.Position);
            data.Flush();
            File.WriteAllBytes(path + FileBlocks.IndexSuffix, offsets);
            finished = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SpillArea.Failed(path, exception);
        }

        return new FileBlocks(path);
    }

    public void Dispose()
    {
        try
        {
            data.Dispose();
        }
        catch (IOException) when (!finished)
        {
            // The disk is full: that has been said already.
        }

        if (!finished)
            BlockFolder.Delete(path, path + FileBlocks.IndexSuffix);
    }
}
