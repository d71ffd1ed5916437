using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>Moves runs of bits between bitmaps at any bit. Reads up to eight bytes past the source's last bit.</summary>
internal static unsafe class BitCopy
{
    /// <summary>Copies bits into a bitmap that is zero there.</summary>
    /// <returns>How many are one.</returns>
    public static int Copy(byte* source, int from, byte* target, int to, int count)
    {
        var ones = 0;
        while (count > 0)
        {
            var take = Math.Min(count, 56 - (to & 7));
            var bits = Load(source, from) & (1UL << take) - 1;
            ones += BitOperations.PopCount(bits);
            Or(target, to, bits);
            from += take;
            to += take;
            count -= take;
        }

        return ones;
    }

    /// <summary>Sets bits.</summary>
    public static void Ones(byte* target, int to, int count)
    {
        for (; count > 0 && (to & 7) != 0; to++, count--)
            target[to >> 3] |= (byte)(1 << (to & 7));
        new Span<byte>(target + (to >> 3), count >> 3).Fill(0xFF);
        to += count & ~7;
        if ((count & 7) != 0)
            target[to >> 3] |= (byte)((1 << (count & 7)) - 1);
    }

    /// <summary>How many of the bits are one.</summary>
    public static int Count(byte* source, int from, int count)
    {
        var ones = 0;
        while (count > 0)
        {
            var take = Math.Min(count, 56);
            ones += BitOperations.PopCount(Load(source, from) & (1UL << take) - 1);
            from += take;
            count -= take;
        }

        return ones;
    }

    // At least 57 bits from that bit on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(byte* source, int bit) => Unsafe.ReadUnaligned<ulong>(source + (bit >> 3)) >> (bit & 7);

    private static void Or(byte* target, int bit, ulong bits)
    {
        var word = bits << (bit & 7);
        for (var at = bit >> 3; word != 0; at++, word >>= 8)
            target[at] |= (byte)word;
    }
}
