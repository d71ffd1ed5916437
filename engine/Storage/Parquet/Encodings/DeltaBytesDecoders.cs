using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>DELTA_LENGTH_BYTE_ARRAY: all lengths, delta-packed, then all bytes, which views point to where they lie.</summary>
internal sealed unsafe class DeltaLengthBytesDecoder : ValueDecoder
{
    private readonly NativeBuffer lengths;
    private readonly int total;
    private readonly byte* end;
    private byte* next;
    private int position;

    public DeltaLengthBytesDecoder(byte* bytes, byte* end, int limit, MemoryBudget budget)
    {
        this.end = end;
        lengths = DeltaLengths.Read(ref bytes, end, limit, budget, out total);
        next = bytes;
    }

    public override void Read(byte* target, int count)
    {
        if (total - position < count)
            ParquetFormatException.Throw("the values of a page end early");
        var views = (BytesView*)target;
        var sizes = (int*)lengths.Pointer + position;
        var at = next;
        for (var i = 0; i < count; i++)
        {
            if ((uint)sizes[i] > (ulong)(end - at))
                ParquetFormatException.Throw("the bytes of a page end early");
            views[i] = PlainBytesDecoder.ViewOf(at, sizes[i]);
            at += sizes[i];
        }

        next = at;
        position += count;
    }

    public override void Skip(long count)
    {
        if (total - position < count)
            ParquetFormatException.Throw("the values of a page end early");
        long bytes = 0;
        for (var i = 0; i < count; i++)
            bytes += (uint)((int*)lengths.Pointer)[position + i];
        if (bytes > end - next)
            ParquetFormatException.Throw("the bytes of a page end early");
        next += bytes;
        position += (int)count;
    }

    public override void Release() => lengths.Release();
}

/// <summary>DELTA_BYTE_ARRAY: how many bytes each value shares with the one before it, and the rest in DELTA_LENGTH_BYTE_ARRAY.</summary>
internal sealed unsafe class DeltaBytesDecoder : ValueDecoder
{
    private readonly NativeBuffer prefixes;
    private readonly DeltaLengthBytesDecoder suffixes;
    private readonly BytesHeap heap;
    private readonly int total;
    private int position;
    private byte* last;
    private int lastLength;
    private long written;

    /// <param name="limit">Values that the page has.</param>
    /// <param name="budget">Pays for the values.</param>
    public DeltaBytesDecoder(byte* bytes, byte* end, int limit, MemoryBudget budget)
    {
        prefixes = DeltaLengths.Read(ref bytes, end, limit, budget, out total);
        try
        {
            suffixes = new DeltaLengthBytesDecoder(bytes, end, limit, budget);
        }
        catch
        {
            prefixes.Release();
            throw;
        }

        heap = new BytesHeap(budget);
    }

    public override BytesHeap OwnHeap => heap;

    public override void Read(byte* target, int count)
    {
        if (total - position < count)
            ParquetFormatException.Throw("the values of a page end early");
        suffixes.Read(target, count);
        var views = (BytesView*)target;
        for (var i = 0; i < count; i++)
        {
            var prefix = ((int*)prefixes.Pointer)[position++];
            if ((uint)prefix > (uint)lastLength)
                ParquetFormatException.Throw("a value shares more bytes with the one before than that has");
            var suffix = BytesView.Span(views + i);
            var length = (long)prefix + suffix.Length;
            written += length;
            if (length > int.MaxValue || written > int.MaxValue)
                ParquetFormatException.Throw("the values of a page are too long");

            // Every value lies in the heap, short ones too: the next one may share its bytes.
            var bytes = heap.Reserve((int)length + 16);
            new ReadOnlySpan<byte>(last, prefix).CopyTo(new Span<byte>(bytes, prefix));
            suffix.CopyTo(new Span<byte>(bytes + prefix, suffix.Length));
            views[i] = PlainBytesDecoder.ViewOf(bytes, (int)length);
            last = bytes;
            lastLength = (int)length;
        }
    }

    public override void Skip(long count)
    {
        const int Block = 256;
        var views = stackalloc BytesView[Block];
        while (count > 0)
        {
            var take = (int)Math.Min(count, Block);
            Read((byte*)views, take);
            count -= take;
        }
    }

    public override void Release()
    {
        prefixes.Release();
        suffixes.Release();
        heap.Release();
    }
}

/// <summary>The delta-packed lengths before byte arrays.</summary>
internal static unsafe class DeltaLengths
{
    /// <param name="bytes">Where the lengths begin; where they end, afterwards.</param>
    /// <param name="limit">The most values that are believed.</param>
    public static NativeBuffer Read(ref byte* bytes, byte* end, int limit, MemoryBudget budget, out int total)
    {
        var decoder = new DeltaBinaryPackedDecoder(bytes, end, true, budget);
        try
        {
            total = decoder.Total;
            if (total > limit)
                ParquetFormatException.Throw($"a page of {limit} values has {total} lengths");
            var lengths = budget.Allocate((long)total * sizeof(int));
            try
            {
                decoder.Read(lengths.Pointer, total);
            }
            catch
            {
                lengths.Release();
                throw;
            }

            bytes = decoder.Position;
            return lengths;
        }
        finally
        {
            decoder.Release();
        }
    }
}
