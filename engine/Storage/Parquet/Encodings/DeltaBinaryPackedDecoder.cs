using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>
/// DELTA_BINARY_PACKED: a head (values a block, miniblocks a block, values altogether, the first value), then blocks of (least delta, a width for each miniblock, miniblocks of packed
/// deltas above the least). Sums wrap around.
/// </summary>
internal sealed unsafe class DeltaBinaryPackedDecoder : ValueDecoder
{
    private const int MaxMiniblockValues = 1 << 16;
    private const int MaxMiniblocks = 1 << 12;

    private readonly byte* end;
    private readonly bool isNarrow;
    private readonly int miniblocks;
    private readonly int miniblockValues;
    private readonly NativeBuffer values;

    private byte* next;
    private byte* widths;
    private int miniblock;
    private long left;
    private long last;
    private long leastDelta;
    private bool isFirst = true;

    // Decoded values of the current miniblock that are not used up.
    private int ready;
    private int position;

    /// <param name="isNarrow">32-bit values.</param>
    public DeltaBinaryPackedDecoder(byte* bytes, byte* end, bool isNarrow, MemoryBudget budget)
    {
        next = bytes;
        this.end = end;
        this.isNarrow = isNarrow;
        var block = VarInt();
        var count = VarInt();
        if (count is 0 or > MaxMiniblocks || block == 0 || block % count != 0 || block / count > MaxMiniblockValues || block / count % 8 != 0)
            ParquetFormatException.Throw($"a page has delta blocks of {block} values in {count} parts");
        miniblocks = (int)count;
        miniblockValues = (int)(block / count);
        var total = VarInt();
        if (total > int.MaxValue)
            ParquetFormatException.Throw("a page announces too many values");
        left = Total = (int)total;
        last = ZigZag();
        miniblock = miniblocks;
        values = budget.Allocate((long)miniblockValues * sizeof(long));
    }

    /// <summary>Values of the whole sequence.</summary>
    public int Total { get; }

    /// <summary>The byte behind the sequence, once every value is read.</summary>
    public byte* Position => next;

    public override void Read(byte* target, int count)
    {
        while (count > 0)
        {
            if (position == ready)
                Fill();
            var take = Math.Min(count, ready - position);
            var source = (long*)values.Pointer + position;
            if (isNarrow)
            {
                for (var i = 0; i < take; i++)
                    ((int*)target)[i] = (int)source[i];
                target += take * sizeof(int);
            }
            else
            {
                Unsafe.CopyBlockUnaligned(target, source, (uint)(take * sizeof(long)));
                target += take * sizeof(long);
            }

            position += take;
            count -= take;
        }
    }

    public override void Skip(long count)
    {
        while (count > 0)
        {
            if (position == ready)
                Fill();
            var take = (int)Math.Min(count, ready - position);
            position += take;
            count -= take;
        }
    }

    public override void Release() => values.Release();

    private void Fill()
    {
        if (left == 0)
            ParquetFormatException.Throw("the values of a page end early");
        var target = (long*)values.Pointer;
        position = 0;
        if (isFirst)
        {
            isFirst = false;
            target[0] = last;
            ready = 1;
            left--;
            return;
        }

        if (miniblock == miniblocks)
        {
            leastDelta = ZigZag();
            widths = next;
            if (end - next < miniblocks)
                ParquetFormatException.Throw("a delta block is cut short");
            next += miniblocks;
            miniblock = 0;
        }

        int width = widths[miniblock++];
        var bytes = (long)width * miniblockValues / 8;
        var count = (int)Math.Min(left, miniblockValues);

        // The last miniblock may be cut behind its last value.
        if (width > 64 || end - next < ((long)width * count + 7) / 8)
            ParquetFormatException.Throw("a delta block is cut short");
        if (width == 0)
            new Span<long>(target, count).Clear();
        else
            BitUnpacker.Wide(next, width, target, count);
        next += Math.Min(bytes, end - next);
        var sum = last;
        for (var i = 0; i < count; i++)
            target[i] = sum = unchecked(sum + leastDelta + target[i]);
        last = sum;
        ready = count;
        left -= count;
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (next >= end)
                break;
            var part = *next++;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        ParquetFormatException.Throw("a number in a page is cut short or too long");
        return 0;
    }

    private long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
