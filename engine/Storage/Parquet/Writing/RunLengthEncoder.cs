using System.Numerics;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Writes the hybrid of runs and bit-packed groups (see <see cref="Encodings.RunLengthDecoder"/>).</summary>
internal static unsafe class RunLengthEncoder
{
    /// <summary>Fewer equal values than this are packed: a run costs its head and ends a packed stretch.</summary>
    private const int LeastRun = 16;

    /// <summary>Bits that hold every value up to that one.</summary>
    public static int WidthFor(int highest) => highest == 0 ? 0 : BitOperations.Log2((uint)highest) + 1;

    public static void Write<T>(ByteSink sink, T* values, int count, int width) where T : unmanaged, IBinaryInteger<T>
    {
        var packedFrom = 0;
        var at = 0;
        while (at < count)
        {
            var run = RunAt(values, at, count);

            // Packed groups are whole: a run that follows some gives them what their last group lacks.
            var lacking = -(at - packedFrom) & 7;
            if (run - lacking < LeastRun)
            {
                at += run;
                continue;
            }

            Pack(sink, values + packedFrom, at + lacking - packedFrom, width);
            at += lacking;
            run -= lacking;
            sink.AppendVarInt((ulong)run << 1);
            var value = ulong.CreateTruncating(values[at]);
            for (var bits = 0; bits < width; bits += 8)
                sink.Append((byte)(value >> bits));
            at += run;
            packedFrom = at;
        }

        Pack(sink, values + packedFrom, count - packedFrom, width);
    }

    private static int RunAt<T>(T* values, int at, int count) where T : unmanaged, IBinaryInteger<T>
    {
        var value = values[at];
        var end = at + 1;
        while (end < count && values[end] == value)
            end++;
        return end - at;
    }

    private static void Pack<T>(ByteSink sink, T* values, int count, int width) where T : unmanaged, IBinaryInteger<T>
    {
        if (count == 0)
            return;
        var groups = (count + 7) / 8;
        sink.AppendVarInt((ulong)groups << 1 | 1);
        BitPacker.Pack(sink, values, count, groups * 8, width);
    }
}

/// <summary>Packs numbers, least significant bit first.</summary>
internal static unsafe class BitPacker
{
    /// <param name="count">Values there are.</param>
    /// <param name="padded">Values written, zeros behind the last; a multiple of eight.</param>
    public static void Pack<T>(ByteSink sink, T* values, int count, int padded, int width) where T : unmanaged, IBinaryInteger<T>
    {
        var bytes = checked((int)((long)padded * width / 8));
        var target = sink.Reserve(bytes + 8);
        UInt128 pending = 0;
        var bits = 0;
        var at = 0;
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        if (width <= 32)
        {
            // 64 bits of state are enough, and much faster.
            ulong word = 0;
            for (var i = 0; i < count; i++)
            {
                word |= (ulong.CreateTruncating(values[i]) & mask) << bits;
                bits += width;
                if (bits < 32)
                    continue;
                System.Runtime.CompilerServices.Unsafe.WriteUnaligned(target + at, (uint)word);
                at += 4;
                word >>= 32;
                bits -= 32;
            }

            for (; bits > 0; bits -= 8, word >>= 8)
                target[at++] = (byte)word;
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                pending |= (UInt128)(ulong.CreateTruncating(values[i]) & mask) << bits;
                for (bits += width; bits >= 8; bits -= 8, pending >>= 8)
                    target[at++] = (byte)pending;
            }

            if (bits > 0)
                target[at++] = (byte)pending;
        }

        for (; at < bytes; at++)
            target[at] = 0;
        sink.Advance(bytes);
    }
}
