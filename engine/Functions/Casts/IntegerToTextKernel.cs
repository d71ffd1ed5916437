using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Evaluation;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Casts;

/// <summary>Whole numbers to text. Up to twelve symbols, as most have, are made in registers and stored in the view.</summary>
internal sealed unsafe class IntegerToTextKernel<T>(DataType type) : ScalarKernel where T : unmanaged, IBinaryInteger<T>
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new Operand<T>(operands[0]);
        var views = (BytesView*)output.Values;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var value = long.CreateTruncating(source[lane]);
            if (!InlineDigits.TryWrite(value, views + lane))
                views[lane] = Long(value, output.Heap);
        }

        return output.Build();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BytesView Long(long value, BytesHeap heap)
    {
        Span<byte> text = stackalloc byte[IntegerText.MaxLength];
        return heap.Append(text[..IntegerText.Format(value, text)]);
    }
}

/// <summary>Decimal digits of numbers that fit a view.</summary>
internal static unsafe class InlineDigits
{
    private const ulong Zeros = 0x3030303030303030;
    private const ulong TenToThe8 = 100_000_000;
    private const ulong TenToThe11 = 100_000_000_000;

    /// <summary>Writes the number as text into a view that is all zeros; false where it might take more than the view holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWrite(long value, BytesView* view)
    {
        var magnitude = value < 0 ? (ulong)-value : (ulong)value;
        if (magnitude >= TenToThe11)
            return false;
        var start = (byte*)view + 4;
        var next = start;
        if (value < 0)
            *next++ = (byte)'-';
        if (magnitude < TenToThe8)
            next += Leading(magnitude, next);
        else
        {
            var (high, low) = Math.DivRem(magnitude, TenToThe8);
            next += Leading(high, next);
            Unsafe.WriteUnaligned(next, Eight(low) | Zeros);
            next += 8;
        }

        view->Length = (int)(next - start);
        return true;
    }

    /// <summary>Writes a number below 10^8 without leading zeros, and zero bytes up to the eighth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Leading(ulong value, byte* target)
    {
        var digits = Eight(value);
        // At least the last of the eight is written.
        var skipped = BitOperations.TrailingZeroCount(digits | 1UL << 56) & ~7;
        Unsafe.WriteUnaligned(target, (digits | Zeros) >> skipped);
        return 8 - skipped / 8;
    }

    /// <summary>The eight digits of a number below 10^8, the first in the lowest byte: halves of four, then of two, then single digits, each step in all halves at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Eight(ulong value)
    {
        var high = value / 10_000;
        var fours = high | value - 10_000 * high << 32;
        // x / 100 for x below 10^4, x / 10 for x below 100.
        var hundreds = fours * 10_486 >> 20 & 0x0000_007F_0000_007F;
        var twos = hundreds | fours - 100 * hundreds << 16;
        var tens = twos * 103 >> 10 & 0x000F_000F_000F_000F;
        return tens | twos - 10 * tens << 8;
    }
}
