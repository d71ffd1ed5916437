using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>
/// Unpacks bit-packed numbers, least significant bit first: value i of w bits is bits [i * w, (i + 1) * w). Reads up to 32 bytes past the packed values, which buffers allow.
/// </summary>
internal static unsafe class BitUnpacker
{
    /// <summary>The widest values that a shuffle, a shift and a mask bring out: a value and its shift of up to 7 bits fit 32.</summary>
    private const int MaxShuffledWidth = 25;

    private static readonly Vector256<byte>[] Shuffles = [.. Enumerable.Range(0, MaxShuffledWidth + 1).Select(ShuffleFor)];
    private static readonly Vector256<uint>[] Shifts = [.. Enumerable.Range(0, MaxShuffledWidth + 1).Select(ShiftsFor)];

    /// <summary>Unpacks whole groups of eight values.</summary>
    public static void Groups(byte* source, int width, int* target, int groups)
    {
        if (Avx2.IsSupported && width <= MaxShuffledWidth)
            GroupsByShuffle(source, width, target, groups);
        else
            Values(source, 0, width, target, groups * 8);
    }

    /// <summary>Unpacks values from the first-th on.</summary>
    public static void Values(byte* source, int first, int width, int* target, int count)
    {
        var mask = width == 32 ? uint.MaxValue : (1u << width) - 1;
        var bit = (long)first * width;
        for (var i = 0; i < count; i++, bit += width)
            target[i] = (int)((uint)(Unsafe.ReadUnaligned<ulong>(source + (bit >> 3)) >> (int)(bit & 7)) & mask);
    }

    /// <summary>Unpacks values of up to 64 bits.</summary>
    public static void Wide(byte* source, int width, long* target, int count)
    {
        if (width <= 56)
        {
            var mask = (1UL << width) - 1;
            long bit = 0;
            for (var i = 0; i < count; i++, bit += width)
                target[i] = (long)(Unsafe.ReadUnaligned<ulong>(source + (bit >> 3)) >> (int)(bit & 7) & mask);
            return;
        }

        var wideMask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        for (var i = 0; i < count; i++)
        {
            var bit = (long)i * width;
            var shift = (int)(bit & 7);
            var low = Unsafe.ReadUnaligned<ulong>(source + (bit >> 3)) >> shift;
            if (shift != 0)
                low |= (ulong)source[(bit >> 3) + 8] << (64 - shift);
            target[i] = (long)(low & wideMask);
        }
    }

    // Eight values of w bits are w bytes. The low lane takes the first four values from byte 0 on, the high lane the others from byte w / 2 on, where they begin at bit 0 or 4.
    private static void GroupsByShuffle(byte* source, int width, int* target, int groups)
    {
        var shuffle = Shuffles[width];
        var shifts = Shifts[width];
        var mask = Vector256.Create((1u << width) - 1);
        var half = width >> 1;
        for (var i = 0; i < groups; i++)
        {
            var bytes = Vector256.Create(Vector128.Load(source), Vector128.Load(source + half));
            var words = Avx2.Shuffle(bytes, shuffle).AsUInt32();
            (Avx2.ShiftRightLogicalVariable(words, shifts) & mask).AsInt32().Store(target);
            source += width;
            target += 8;
        }
    }

    private static Vector256<byte> ShuffleFor(int width)
    {
        var indices = new byte[32];
        for (var i = 0; i < 8; i++)
            for (var b = 0; b < 4; b++)
                indices[i * 4 + b] = (byte)(BitInLane(width, i) / 8 + b);
        return Vector256.Create(indices, 0);
    }

    private static Vector256<uint> ShiftsFor(int width)
    {
        var shifts = new uint[8];
        for (var i = 0; i < 8; i++)
            shifts[i] = (uint)(BitInLane(width, i) % 8);
        return Vector256.Create(shifts, 0);
    }

    private static int BitInLane(int width, int i) => i < 4 ? i * width : i * width - (width >> 1) * 8;
}
