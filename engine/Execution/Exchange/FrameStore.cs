using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Exchange;

/// <summary>The frames of a map output while it is written: in memory, and from where the budget refused in one spill file. One thread's.</summary>
internal sealed class FrameStore(BlockFolder folder, MemoryBudget budget, bool spillEverything) : IDisposable
{
    private readonly List<FrameSegment> inMemory = [];
    private readonly List<FrameSegment> onDisk = [];
    private BlockArena arena = new(budget);
    private FileStream? spill;

    /// <summary>Bytes written to the spill file.</summary>
    public long SpilledBytes { get; private set; }

    public void Add(int partition, ReadOnlySpan<byte> frame)
    {
        FrameSegment segment = default;
        if (!spillEverything && arena.TryAppend(partition, frame, out segment))
        {
            inMemory.Add(segment);
            return;
        }

        Spill();
        if (!spillEverything && arena.TryAppend(partition, frame, out segment))
            inMemory.Add(segment);
        else
            Write(partition, frame);
    }

    /// <summary>The blocks in partition order; the store is empty afterwards.</summary>
    public StoredBlocks Finish(int partitions)
    {
        if (spill is null)
        {
            var (segments, starts) = Sorted(inMemory, partitions);
            var blocks = new MemoryBlocks(arena, segments, starts);
            arena = new BlockArena(budget);
            inMemory.Clear();
            return blocks;
        }

        // Frames in memory came after those on disk: nothing is spilled once memory has been left.
        using var writer = new BlockFileWriter(folder, partitions);
        var (early, earlyStarts) = Sorted(onDisk, partitions);
        var (late, lateStarts) = Sorted(inMemory, partitions);
        for (var p = 0; p < partitions; p++)
        {
            writer.Begin(p);
            for (var i = earlyStarts[p]; i < earlyStarts[p + 1]; i++)
                Copy(early[i], writer);
            for (var i = lateStarts[p]; i < lateStarts[p + 1]; i++)
                writer.Append(arena.Span(late[i]));
        }

        var files = writer.Finish();
        Dispose();
        return files;
    }

    public void Dispose()
    {
        arena.Dispose();
        inMemory.Clear();
        onDisk.Clear();
        if (spill is null)
            return;
        var path = spill.Name;
        try
        {
            spill.Dispose();
        }
        catch (IOException)
        {
            // The disk is full: that has been said already.
        }

        spill = null;
        BlockFolder.Delete(path);
    }

    private void Spill()
    {
        foreach (var segment in inMemory)
            Write(segment.Partition, arena.Span(segment));
        inMemory.Clear();
        arena.Dispose();
    }

    private void Write(int partition, ReadOnlySpan<byte> frame)
    {
        var path = spill?.Name ?? folder.NewFile();
        try
        {
            spill ??= new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 18);
            onDisk.Add(new FrameSegment(partition, 0, spill.Position, frame.Length));
            spill.Write(frame);
            SpilledBytes += frame.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SpillArea.Failed(path, exception);
        }
    }

    private void Copy(in FrameSegment segment, BlockFileWriter writer)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(segment.Length);
        try
        {
            spill!.Position = segment.Offset;
            spill.ReadExactly(buffer, 0, segment.Length);
            writer.Append(buffer.AsSpan(0, segment.Length));
        }
        catch (IOException exception)
        {
            throw SpillArea.Failed(spill!.Name, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (FrameSegment[] Segments, int[] Starts) Sorted(List<FrameSegment> segments, int partitions)
    {
        var starts = new int[partitions + 1];
        foreach (var segment in segments)
            starts[segment.Partition + 1]++;
        for (var p = 0; p < partitions; p++)
            starts[p + 1] += starts[p];
        var sorted = new FrameSegment[segments.Count];
        var next = starts.AsSpan(0, partitions).ToArray();
        foreach (var segment in segments)
            sorted[next[segment.Partition]++] = segment;
        return (sorted, starts);
    }
}
