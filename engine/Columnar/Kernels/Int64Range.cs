using System.Numerics;
using System.Runtime.Intrinsics;

namespace Spindle.Columnar.Kernels;

/// <summary>How wide the values of a 64-bit operand are.</summary>
internal static unsafe class Int64Range
{
    /// <summary>Bits that hold the size of every value (0 to 63), nulls' and unselected lanes' values included.</summary>
    public static int Bits(Operand<long> values, int length)
    {
        if (values.IsConstant)
            return Width(Fold(values[0]));
        ulong all = 0;
        var lane = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var folded = Vector256<long>.Zero;
            for (; lane + Vector256<long>.Count <= length; lane += Vector256<long>.Count)
            {
                var value = Vector256.Load(values.Values + lane);
                folded |= value ^ Vector256.LessThan(value, Vector256<long>.Zero);
            }
            for (var i = 0; i < Vector256<long>.Count; i++)
                all |= (ulong)folded[i];
        }
        for (; lane < length; lane++)
            all |= Fold(values.Values[lane]);
        return Width(all);
    }

    private static ulong Fold(long value) => (ulong)(value ^ (value >> 63));

    // -2^k folds to 2^k - 1 and yet needs k + 1 bits of size: one more for all.
    private static int Width(ulong folded) => Math.Min(63, 65 - BitOperations.LeadingZeroCount(folded));
}
