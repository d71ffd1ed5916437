using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// The memory that long <see cref="BytesView"/>s point into: buffers written by <see cref="Append(ReadOnlySpan{byte})"/>, buffers adopted whole
/// (a decompressed page), and other heaps kept alive. Shared by counting references; written by one thread, before it is shared.
/// </summary>
public sealed unsafe class BytesHeap(MemoryBudget budget)
{
    private const int FirstBlock = 4 << 10;
    private const int LargestBlock = 1 << 20;

    private readonly List<NativeBuffer> buffers = [];
    private List<BytesHeap>? parents;
    private byte* next;
    private byte* end;
    private int block = FirstBlock;
    private int references = 1;

    public MemoryBudget Budget => budget;

    /// <summary>Bytes in the heap's own buffers.</summary>
    public long Size { get; private set; }

    /// <summary>Copies the bytes (those of a short value into the view itself).</summary>
    public BytesView Append(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* source = bytes)
        {
            if (bytes.Length <= BytesView.MaxInline)
                return BytesView.Of(source, bytes.Length);
            var target = Reserve(bytes.Length);
            Unsafe.CopyBlockUnaligned(target, source, (uint)bytes.Length);
            return BytesView.Of(target, bytes.Length);
        }
    }

    /// <summary>Room for that many bytes, to be written by the caller.</summary>
    public byte* Reserve(int length)
    {
        if (end - next < length)
        {
            var buffer = budget.Allocate(Math.Max(block, length));
            block = Math.Min(block * 2, LargestBlock);
            buffers.Add(buffer);
            Size += buffer.Capacity;
            next = buffer.Pointer;
            end = next + buffer.Capacity;
        }

        var start = next;
        next += length;
        return start;
    }

    /// <summary>Takes over the caller's reference to a buffer that views point into.</summary>
    public void Adopt(NativeBuffer buffer)
    {
        buffers.Add(buffer);
        Size += buffer.Capacity;
    }

    /// <summary>Keeps another heap alive as long as this one; null and this heap itself are ignored.</summary>
    public void Keep(BytesHeap? other)
    {
        if (other is null || other == this || (parents is not null && parents.Count > 0 && parents[^1] == other))
            return;
        (parents ??= []).Add(other.Retain());
    }

    public BytesHeap Retain()
    {
        if (Interlocked.Increment(ref references) <= 1)
            throw new UnreachableException("a released heap was retained");
        return this;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left < 0)
            throw new UnreachableException("a heap was released twice");
        if (left > 0)
            return;
        foreach (var buffer in buffers)
            buffer.Release();
        if (parents is not null)
            foreach (var parent in parents)
                parent.Release();
    }
}
