using System.Runtime.CompilerServices;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>PLAIN numbers: one after the other, little-endian.</summary>
internal sealed unsafe class PlainFixedDecoder(byte* next, byte* end, int width) : ValueDecoder
{
    private byte* next = next;

    public override void Read(byte* target, int count) => Unsafe.CopyBlockUnaligned(target, Take(count), (uint)(count * width));

    public override void Skip(long count) => Take(count);

    public override byte* Slice(int count) => Take(count);

    private byte* Take(long count)
    {
        if (end - next < count * width)
            ParquetFormatException.Throw("the values of a page end early");
        var start = next;
        next += count * width;
        return start;
    }
}

/// <summary>PLAIN booleans: a bit each.</summary>
internal sealed unsafe class PlainBooleanDecoder(byte* bits, byte* end) : ValueDecoder
{
    private readonly long available = (end - bits) * 8;
    private long used;

    public override void Read(byte* target, int count)
    {
        var start = used;
        Skip(count);
        BitCopy.Copy(bits + (start >> 3), (int)(start & 7), target, 0, count);
    }

    public override void Skip(long count)
    {
        if (available - used < count)
            ParquetFormatException.Throw("the values of a page end early");
        used += count;
    }
}

/// <summary>RLE booleans: four bytes of length, then runs of one-bit values.</summary>
internal sealed unsafe class RunLengthBooleanDecoder : ValueDecoder
{
    private RunLengthDecoder runs;

    public RunLengthBooleanDecoder(byte* bytes, byte* end)
    {
        if (end - bytes < 4 || Unsafe.ReadUnaligned<uint>(bytes) > end - bytes - 4)
            ParquetFormatException.Throw("the values of a page end early");
        runs = new RunLengthDecoder(bytes + 4, bytes + 4 + Unsafe.ReadUnaligned<uint>(bytes), 1);
    }

    public override void Read(byte* target, int count) => runs.ReadBits(target, 0, count);

    public override void Skip(long count) => runs.SkipBits(count);
}

/// <summary>PLAIN byte arrays: four bytes of length, then the bytes, which views point to where they lie.</summary>
internal sealed unsafe class PlainBytesDecoder(byte* next, byte* end) : ValueDecoder
{
    private byte* next = next;

    public override void Read(byte* target, int count)
    {
        var views = (BytesView*)target;
        var at = next;
        for (var i = 0; i < count; i++)
        {
            if (end - at < 4)
                Early();
            var length = Unsafe.ReadUnaligned<uint>(at);
            at += 4;
            if (length > (ulong)(end - at) || length > int.MaxValue)
                Early();
            views[i] = ViewOf(at, (int)length);
            at += length;
        }

        next = at;
    }

    public override void Skip(long count)
    {
        var at = next;
        for (long i = 0; i < count; i++)
        {
            if (end - at < 4)
                Early();
            var length = Unsafe.ReadUnaligned<uint>(at);
            at += 4;
            if (length > (ulong)(end - at))
                Early();
            at += length;
        }

        next = at;
    }

    /// <summary>A view of bytes in a page, behind which at least 16 bytes are readable: a short value is loaded whole and masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static BytesView ViewOf(byte* bytes, int length)
    {
        BytesView view = default;
        if (length > BytesView.MaxInline)
        {
            view.Head = (ulong)Unsafe.ReadUnaligned<uint>(bytes) << 32 | (uint)length;
            view.Pointer = bytes;
            return view;
        }

        var low = Unsafe.ReadUnaligned<ulong>(bytes);
        var high = Unsafe.ReadUnaligned<uint>(bytes + 8);
        if (length < 8)
        {
            low &= (1UL << (length * 8)) - 1;
            high = 0;
        }
        else
            high &= (uint)((1UL << ((length - 8) * 8)) - 1);
        view.Head = low << 32 | (uint)length;
        view.Tail = (ulong)high << 32 | low >> 32;
        return view;
    }

    private static void Early() => ParquetFormatException.Throw("the values of a page end early");
}

/// <summary>PLAIN byte arrays of one length: the bytes alone.</summary>
internal sealed unsafe class PlainFixedBytesDecoder(byte* next, byte* end, int length) : ValueDecoder
{
    private byte* next = next;

    public override void Read(byte* target, int count)
    {
        var at = next;
        Skip(count);
        var views = (BytesView*)target;
        for (var i = 0; i < count; i++, at += length)
            views[i] = BytesView.Of(at, length);
    }

    public override void Skip(long count)
    {
        if (end - next < count * length)
            ParquetFormatException.Throw("the values of a page end early");
        next += count * length;
    }
}
