using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Spindle.Columnar.Types;
using Spindle.Plans.Stages;

namespace Spindle.Wire.Plans;

/// <summary>
/// Bitmaps as they travel: where few bits are set, the zeros before each of them, seven bits a byte, the last byte of a number below 128; otherwise as they are.
/// <code>
///  length + 1 | bytes of gaps | gaps          0 | length | bytes
/// </code>
/// </summary>
internal static class BitGaps
{
    private const int MostGapBytes = 5;

    // A reader makes room for no more than this: a few bytes must not ask for megabytes. Bitmaps of keys have a bit set for every 32 bytes or so.
    private const int MostPerGapByte = 512;
    private const int Allowance = 1_024;

    public static void Write(WireWriter writer, KeyBits bits)
    {
        var span = bits.Span;
        var count = Count(span);
        // A gap takes one byte or two.
        if (count > span.Length / 4)
        {
            WriteWhole(writer, span);
            return;
        }

        var gaps = ArrayPool<byte>.Shared.Rent(Math.Max(1, count * MostGapBytes));
        try
        {
            var used = Encode(span, gaps);
            if (span.Length > MostFor(used))
            {
                WriteWhole(writer, span);
                return;
            }

            writer.Unsigned((ulong)span.Length + 1);
            writer.Bytes(gaps.AsSpan(0, used));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gaps);
        }
    }

    /// <exception cref="WireFormatException">No bitmap.</exception>
    public static KeyBits Read(WireReader reader)
    {
        var length = reader.Unsigned();
        if (length == 0)
            return new KeyBits(new ByteString(reader.Bytes()));
        var gaps = reader.Bytes();
        if (length - 1 > (ulong)Math.Min(KeyDigest.MostBitmapBytes, MostFor(gaps.Length)))
            throw new WireFormatException($"a bitmap of {length - 1} bytes from gaps of {gaps.Length}");
        var bits = new byte[length - 1];
        var next = 0L;
        var gap = 0L;
        var shift = 0;
        foreach (var part in gaps)
        {
            gap |= (long)(part & 127) << shift;
            shift += 7;
            if (part >= 128 && shift < 7 * MostGapBytes)
                continue;
            var bit = next + gap;
            if (part >= 128 || bit >= bits.Length * 8L)
                throw new WireFormatException($"a bit past the end of a bitmap of {bits.Length} bytes");
            bits[bit >> 3] |= (byte)(1 << (int)(bit & 7));
            (next, gap, shift) = (bit + 1, 0, 0);
        }

        return shift == 0 ? new KeyBits(new ByteString(bits)) : throw new WireFormatException("a bitmap ends within a gap");
    }

    private static long MostFor(int gapBytes) => Allowance + (long)gapBytes * MostPerGapByte;

    private static void WriteWhole(WireWriter writer, ReadOnlySpan<byte> bits)
    {
        writer.Unsigned(0);
        writer.Bytes(bits);
    }

    private static int Count(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            count += BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var rest in bytes)
            count += BitOperations.PopCount(rest);
        return count;
    }

    private static int Encode(ReadOnlySpan<byte> bytes, Span<byte> gaps)
    {
        var used = 0;
        var next = 0L;
        for (var start = 0; start < bytes.Length; start += sizeof(ulong))
        {
            var word = 0UL;
            if (bytes.Length - start >= sizeof(ulong))
                word = BinaryPrimitives.ReadUInt64LittleEndian(bytes[start..]);
            else
                for (var i = start; i < bytes.Length; i++)
                    word |= (ulong)bytes[i] << (8 * (i - start));
            for (; word != 0; word &= word - 1)
            {
                var bit = start * 8L + BitOperations.TrailingZeroCount(word);
                var gap = bit - next;
                for (; gap >= 128; gap >>= 7)
                    gaps[used++] = (byte)(gap | 128);
                gaps[used++] = (byte)gap;
                next = bit + 1;
            }
        }

        return used;
    }
}
