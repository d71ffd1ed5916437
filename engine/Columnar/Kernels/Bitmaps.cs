using System.Numerics;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>
/// Whole-bitmap operations. Bitmaps of <see cref="Bits.BytesFor"/> bytes are worked on by 64-bit words; one that starts inside another's buffer (a slice) may be
/// read past its last lane, never written.
/// </summary>
public static unsafe class Bitmaps
{
    /// <summary>target &amp;= source</summary>
    public static void And(byte* target, byte* source, int length)
    {
        var to = (ulong*)target;
        var from = (ulong*)source;
        for (var i = 0; i < (length + 63) / 64; i++)
            to[i] &= from[i];
    }

    /// <summary>Word i of a bitmap, or all ones where there is no bitmap.</summary>
    public static ulong Word(byte* bits, int index) => bits == null ? ulong.MaxValue : ((ulong*)bits)[index];

    /// <summary>Ones in the lanes of a last, partial word.</summary>
    public static ulong TailMask(int length) => (length & 63) == 0 ? ulong.MaxValue : (1UL << (length & 63)) - 1;

    /// <summary>The lanes of the set whose bit (in both bitmaps, the second of which may be null) is one, or zero where <paramref name="wanted"/> is false.</summary>
    /// <param name="bits">Values.</param>
    /// <param name="validity">Lanes that count at all; null for all.</param>
    /// <param name="lanes">The lanes to look at.</param>
    /// <param name="wanted">The bit looked for.</param>
    /// <param name="output">Room for as many positions as the set has lanes; may be the set's own positions.</param>
    /// <returns>The number of positions written, rising.</returns>
    public static int Select(byte* bits, byte* validity, LaneSet lanes, bool wanted, int* output)
    {
        var count = 0;
        if (lanes.IsAll)
        {
            var flip = wanted ? 0 : ulong.MaxValue;
            var words = (lanes.Length + 63) / 64;
            for (var i = 0; i < words; i++)
            {
                var word = (((ulong*)bits)[i] ^ flip) & Word(validity, i);
                if (i == words - 1)
                    word &= TailMask(lanes.Length);
                var first = i * 64;
                if (word == ulong.MaxValue)
                {
                    for (var k = 0; k < 64; k++)
                        output[count++] = first + k;
                    continue;
                }
                while (word != 0)
                {
                    output[count++] = first + BitOperations.TrailingZeroCount(word);
                    word &= word - 1;
                }
            }
            return count;
        }
        var skip = wanted ? 0 : 1;
        if (validity == null)
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes.Lanes[i];
                output[count] = lane;
                count += ((bits[lane >> 3] >> (lane & 7)) & 1) ^ skip;
            }
            return count;
        }
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes.Lanes[i];
            output[count] = lane;
            count += (((bits[lane >> 3] >> (lane & 7)) & 1) ^ skip) & (validity[lane >> 3] >> (lane & 7)) & 1;
        }
        return count;
    }
}
