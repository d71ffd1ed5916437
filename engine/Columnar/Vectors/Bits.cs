using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Vectors;

/// <summary>Bitmaps in Arrow's order: lane i is bit i % 8 of byte i / 8. In a validity bitmap 1 means valid.</summary>
public static unsafe class Bits
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Get(byte* bits, int lane) => (bits[lane >> 3] >> (lane & 7) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(byte* bits, int lane) => bits[lane >> 3] |= (byte)(1 << (lane & 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(byte* bits, int lane) => bits[lane >> 3] &= (byte)~(1 << (lane & 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(byte* bits, int lane, bool value)
    {
        var mask = 1 << (lane & 7);
        bits[lane >> 3] = (byte)((bits[lane >> 3] & ~mask) | (value ? mask : 0));
    }

    /// <summary>Bytes for that many lanes, rounded up to whole 64-bit words so that kernels may work word by word.</summary>
    public static int BytesFor(int lanes) => (lanes + 63) / 64 * 8;

    /// <summary>Sets bits [0, count), and leaves the rest of the last byte zero.</summary>
    public static void SetAll(byte* bits, int count)
    {
        new Span<byte>(bits, count >> 3).Fill(0xFF);
        if ((count & 7) != 0)
            bits[count >> 3] = (byte)((1 << (count & 7)) - 1);
    }

    /// <summary>The number of ones in bits [0, count).</summary>
    public static int Count(byte* bits, int count)
    {
        var ones = 0;
        var lane = 0;
        for (; lane + 64 <= count; lane += 64)
            ones += BitOperations.PopCount(Unsafe.ReadUnaligned<ulong>(bits + (lane >> 3)));
        for (; lane < count; lane++)
            ones += Get(bits, lane) ? 1 : 0;
        return ones;
    }
}
