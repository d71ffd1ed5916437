using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>BYTE_STREAM_SPLIT: all first bytes, then all second bytes, and so on.</summary>
internal sealed unsafe class ByteStreamSplitDecoder : ValueDecoder
{
    private readonly byte* bytes;
    private readonly int width;
    private readonly long total;
    private long position;

    public ByteStreamSplitDecoder(byte* bytes, byte* end, int width)
    {
        this.bytes = bytes;
        this.width = width;
        total = width == 0 ? 0 : (end - bytes) / width;
        if (total * width != end - bytes)
            ParquetFormatException.Throw($"a page's split bytes are not a multiple of {width}");
    }

    public override void Read(byte* target, int count)
    {
        var start = position;
        Skip(count);
        for (var b = 0; b < width; b++)
        {
            var source = bytes + b * total + start;
            var to = target + b;
            for (var i = 0; i < count; i++, to += width)
                *to = source[i];
        }
    }

    public override void Skip(long count)
    {
        Require(count);
        position += count;
    }

    /// <summary>Fails where fewer values are left.</summary>
    public void Require(long count)
    {
        if (total - position < count)
            ParquetFormatException.Throw("the values of a page end early");
    }
}

/// <summary>BYTE_STREAM_SPLIT of byte arrays of one length.</summary>
internal sealed unsafe class ByteStreamSplitBytesDecoder(byte* bytes, byte* end, int length, MemoryBudget budget) : ValueDecoder
{
    private readonly ByteStreamSplitDecoder inner = new(bytes, end, length);
    private readonly BytesHeap heap = new(budget);

    public override BytesHeap OwnHeap => heap;

    public override void Read(byte* target, int count)
    {
        inner.Require(count);
        var joined = heap.Reserve(count * length);
        inner.Read(joined, count);
        for (var i = 0; i < count; i++)
            ((BytesView*)target)[i] = BytesView.Of(joined + (long)i * length, length);
    }

    public override void Skip(long count) => inner.Skip(count);

    public override void Release() => heap.Release();
}
