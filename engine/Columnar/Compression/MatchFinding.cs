using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression;

/// <summary>What every hash-table match finder here shares.</summary>
internal static unsafe class MatchFinding
{
    /// <summary>The golden-ratio multiplier spreads four bytes over the high bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Hash4(uint word, int bits) => word * 2654435761u >> 32 - bits;

    /// <summary>Hashes the low five bytes of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Hash5(ulong word, int bits) => (uint)((word << 24) * 889523592379UL >> 64 - bits);

    /// <summary>How many bytes agree at two places, <paramref name="a"/> stopping at <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long CommonLength(byte* a, byte* b, byte* end)
    {
        byte* start = a;
        while (a + 8 <= end)
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(a) ^ Unsafe.ReadUnaligned<ulong>(b);
            if (difference != 0)
                return a - start + (BitOperations.TrailingZeroCount(difference) >> 3);

            a += 8;
            b += 8;
        }

        while (a < end && *a == *b)
        {
            a++;
            b++;
        }

        return a - start;
    }
}
