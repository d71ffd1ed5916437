using System.Buffers;
using Spindle.Columnar.Memory;

namespace Spindle.Execution.Exchange;

/// <summary>Where a frame lies in a <see cref="BlockArena"/>, or in a file (slab 0).</summary>
internal readonly record struct FrameSegment(int Partition, int Slab, long Offset, int Length);

/// <summary>Frames in counted native memory, one after another in slabs that grow; nothing is freed but all at once. One thread's while it grows.</summary>
internal sealed unsafe class BlockArena(MemoryBudget budget) : IDisposable
{
    private const int FirstSlab = 4 << 10;
    private const int LargestSlab = 1 << 20;

    // Much goes into slabs that the system backs with large pages: each page is a fault the first time it is written.
    private const int LargePagesSlab = 16 << 20;
    private const int LargePagesFrom = 64 << 20;

    private readonly List<NativeBuffer> slabs = [];
    private long used;

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    public bool IsEmpty => slabs.Count == 0;

    /// <summary>Copies a frame in; false when the budget asks for spilling.</summary>
    public bool TryAppend(int partition, ReadOnlySpan<byte> frame, out FrameSegment segment)
    {
        segment = default;
        if (slabs.Count == 0 || slabs[^1].Capacity - used < frame.Length)
        {
            if (Slab(frame.Length) is not { } slab)
                return false;
            slabs.Add(slab);
            Bytes += slab.Capacity;
            used = 0;
        }

        segment = new FrameSegment(partition, slabs.Count - 1, used, frame.Length);
        frame.CopyTo(new Span<byte>(slabs[^1].Pointer + used, frame.Length));
        used += frame.Length;
        return true;
    }

    /// <summary>The bytes, lent as long as the arena lives.</summary>
    public ReadOnlySpan<byte> Span(in FrameSegment segment) => new(slabs[segment.Slab].Pointer + segment.Offset, segment.Length);

    public ReadOnlyMemory<byte> Memory(in FrameSegment segment) => new NativeMemory(slabs[segment.Slab].Pointer + segment.Offset, segment.Length).Memory;

    private NativeBuffer? Slab(int least)
    {
        if (Bytes >= LargePagesFrom && least <= LargePagesSlab && budget.TryAllocate(LargePagesSlab) is { } large)
            return large;
        var size = slabs.Count == 0 ? FirstSlab : Math.Min(LargestSlab, slabs[^1].Capacity * 2);
        return budget.TryAllocate(Math.Max(size, least));
    }

    public void Dispose()
    {
        foreach (var slab in slabs)
            slab.Release();
        slabs.Clear();
        Bytes = 0;
        used = 0;
    }
}

/// <summary>Native bytes as <see cref="Memory{T}"/>, for what reads and writes asynchronously; who hands it out keeps the bytes alive.</summary>
internal sealed unsafe class NativeMemory(byte* pointer, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(pointer, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(pointer + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
