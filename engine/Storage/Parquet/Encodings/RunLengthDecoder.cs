using System.Runtime.CompilerServices;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>
/// Decodes the hybrid of runs and bit-packed groups in which levels and dictionary indices are written:
/// <code>
/// varint n &lt;&lt; 1      a value in whole bytes             n times that value
/// varint n &lt;&lt; 1 | 1  n * width bytes                    n groups of eight packed values
/// </code>
/// </summary>
internal unsafe struct RunLengthDecoder
{
    private byte* next;
    private readonly byte* end;
    private readonly int width;

    // The current run: what is left of it, and either its value or where its groups lie and how many of their values are used up.
    private long left;
    private int value;
    private byte* packed;
    private int used;

    public RunLengthDecoder(byte* bytes, byte* end, int width)
    {
        if (width is < 0 or > 32)
            ParquetFormatException.Throw($"values of {width} bits");
        next = bytes;
        this.end = end;
        this.width = width;
    }

    /// <summary>The value of all of the next values, where they are a single run.</summary>
    public bool IsRun(long count, out int runValue)
    {
        if (left == 0)
            NextRun();
        runValue = value;
        return packed == null && left >= count;
    }

    /// <summary>Decodes the next values; the target has room for seven more, which may be overwritten.</summary>
    public void Read(int* target, int count)
    {
        while (count > 0)
        {
            if (left == 0)
                NextRun();
            var take = (int)Math.Min(left, count);
            if (packed == null)
                new Span<int>(target, take).Fill(value);
            else
                Unpack(target, take);
            left -= take;
            target += take;
            count -= take;
        }
    }

    /// <summary>Decodes the next values, each of one byte at most.</summary>
    public void Read(byte* target, int count)
    {
        const int Block = 512;
        var words = stackalloc int[Block + 8];
        while (count > 0)
        {
            if (left == 0)
                NextRun();
            var take = (int)Math.Min(left, count);
            if (packed == null)
                new Span<byte>(target, take).Fill((byte)value);
            else
            {
                take = Math.Min(take, Block);
                Unpack(words, take);
                for (var i = 0; i < take; i++)
                    target[i] = (byte)words[i];
            }

            left -= take;
            target += take;
            count -= take;
        }
    }

    /// <summary>Decodes one-bit values into a bitmap that is zero from <paramref name="bit"/> on.</summary>
    /// <returns>How many are one.</returns>
    public int ReadBits(byte* bitmap, int bit, int count)
    {
        var ones = 0;
        while (count > 0)
        {
            if (left == 0)
                NextRun();
            var take = (int)Math.Min(left, count);
            if (packed == null)
            {
                if (value != 0)
                {
                    BitCopy.Ones(bitmap, bit, take);
                    ones += take;
                }
            }
            else
            {
                ones += BitCopy.Copy(packed, used, bitmap, bit, take);
                used += take;
            }

            left -= take;
            bit += take;
            count -= take;
        }

        return ones;
    }

    /// <summary>Passes over the next one-bit values.</summary>
    /// <returns>How many are one.</returns>
    public long SkipBits(long count)
    {
        long ones = 0;
        while (count > 0)
        {
            if (left == 0)
                NextRun();
            var take = (int)Math.Min(Math.Min(left, count), 1 << 20);
            if (packed == null)
                ones += value != 0 ? take : 0;
            else
            {
                ones += BitCopy.Count(packed, used, take);
                used += take;
            }

            left -= take;
            count -= take;
        }

        return ones;
    }

    /// <summary>Passes over the next values.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (left == 0)
                NextRun();
            var take = Math.Min(left, count);
            used += packed == null ? 0 : (int)take;
            left -= take;
            count -= take;
        }
    }

    private void Unpack(int* target, int count)
    {
        var ragged = Math.Min(-used & 7, count);
        if (ragged > 0)
        {
            BitUnpacker.Values(packed, used, width, target, ragged);
            used += ragged;
            target += ragged;
            count -= ragged;
        }

        if (count == 0)
            return;
        BitUnpacker.Groups(packed + (long)(used >> 3) * width, width, target, (count + 7) >> 3);
        used += count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NextRun()
    {
        ulong head = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (next >= end || shift > 63)
                ParquetFormatException.Throw("the runs of a page end before its values do");
            var part = *next++;
            head |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                break;
        }

        var count = (long)(head >> 1);
        if ((head & 1) == 0)
            RepeatedRun(count);
        else
            PackedRun(count);
        if (left == 0)
            ParquetFormatException.Throw("a page has an empty run");
    }

    private void RepeatedRun(long count)
    {
        var bytes = (width + 7) / 8;
        if (end - next < bytes)
            ParquetFormatException.Throw("a run's value is cut short");
        uint run = 0;
        for (var i = 0; i < bytes; i++)
            run |= (uint)next[i] << (8 * i);
        next += bytes;
        if (width < 32 && run >> width != 0)
            ParquetFormatException.Throw($"a run's value {run} does not fit {width} bits");
        packed = null;
        value = (int)run;
        left = count;
    }

    private void PackedRun(long groups)
    {
        // Some writers cut the padding of the last group; what is there counts.
        var available = end - next;
        if (groups > int.MaxValue / 8)
            ParquetFormatException.Throw("a run is too long");
        var bytes = groups * width;
        left = groups * 8;
        if (bytes > available)
        {
            left = available * 8 / width;
            bytes = available;
        }

        packed = next;
        used = 0;
        next += bytes;
    }
}
