using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>Comparisons of plain vectors of one type into bitmaps.</summary>
public static unsafe class ComparisonKernel
{
    /// <summary>Compares lane by lane, null where an operand is null.</summary>
    /// <param name="left">Flat or constant.</param>
    /// <param name="right">Flat or constant, of the same physical form.</param>
    /// <param name="isLess">Whether left &lt; right is asked, else left = right.</param>
    /// <param name="negate">Whether the answer is turned round.</param>
    /// <param name="lanes">The lanes that count.</param>
    /// <param name="budget">Pays for the result.</param>
    /// <returns>A flat boolean vector that the caller owns.</returns>
    public static FlatVector Compare(Vector left, Vector right, bool isLess, bool negate, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        output.NullWhereAny(left, right);
        Fill(left, right, isLess, negate, lanes, output.Values);
        return output.Build();
    }

    /// <summary>Compares where null equals null and nothing else; never null itself.</summary>
    public static FlatVector NullSafeEqual(Vector left, Vector right, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        if (left.Physical != PhysicalType.Null && right.Physical != PhysicalType.Null)
            Fill(left, right, isLess: false, negate: false, lanes, output.Values);
        if (left.MayHaveNulls || right.MayHaveNulls)
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                var (leftNull, rightNull) = (left.IsNull(lane), right.IsNull(lane));
                if (leftNull || rightNull)
                    Bits.Put(output.Values, lane, leftNull && rightNull);
            }
        return output.Build();
    }

    /// <summary>The lanes where the comparison is true.</summary>
    /// <returns>The number of positions written to <paramref name="output"/>.</returns>
    public static int Select(Vector left, Vector right, bool isLess, bool negate, LaneSet lanes, MemoryBudget budget, int* output)
    {
        var bits = Compare(left, right, isLess, negate, lanes, budget);
        var count = Bitmaps.Select(bits.Values, bits.Validity, lanes, wanted: true, output);
        bits.Release();
        return count;
    }

    private static void Fill(Vector left, Vector right, bool isLess, bool negate, LaneSet lanes, byte* bits)
    {
        if (left.Physical != right.Physical)
        {
            // Decimals of over 18 digits may be held in 64 bits on one side only.
            WideDecimals(new DecimalOperand(left), new DecimalOperand(right), isLess, negate, lanes, bits);
            return;
        }
        switch (left.Physical)
        {
            case PhysicalType.Null:
                break;
            case PhysicalType.Boolean:
                Booleans(left, right, isLess, negate, lanes, bits);
                break;
            case PhysicalType.Int8:
                Integers<sbyte>(left, right, isLess, negate, lanes, bits);
                break;
            case PhysicalType.Int16:
                Integers<short>(left, right, isLess, negate, lanes, bits);
                break;
            case PhysicalType.Int32:
                Integers<int>(left, right, isLess, negate, lanes, bits);
                break;
            case PhysicalType.Int64:
                Integers<long>(left, right, isLess, negate, lanes, bits);
                break;
            case PhysicalType.Int128:
                Integers<Int128>(left, right, isLess, negate, lanes, bits);
                break;
            case PhysicalType.Float32 when isLess:
                Run<float, LessFloat<float>>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.Float32:
                Run<float, EqualFloat<float>>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.Float64 when isLess:
                Run<double, LessFloat<double>>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.Float64:
                Run<double, EqualFloat<double>>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.Bytes when isLess:
                Run<BytesView, LessBytes>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.Bytes:
                Run<BytesView, EqualBytes>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.Interval when !isLess:
                Run<CalendarInterval, EqualInterval>(left, right, negate, lanes, bits);
                break;
            case PhysicalType.List or PhysicalType.Struct:
                Nested(left, right, isLess, negate, lanes, bits);
                break;
            default:
                throw new UnreachableException($"{left.Type} has no such comparison");
        }
    }

    private static void Integers<T>(Vector left, Vector right, bool isLess, bool negate, LaneSet lanes, byte* bits)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        if (isLess)
            Run<T, LessInteger<T>>(left, right, negate, lanes, bits);
        else
            Run<T, EqualInteger<T>>(left, right, negate, lanes, bits);
    }

    private static void Run<T, TOperation>(Vector left, Vector right, bool negate, LaneSet lanes, byte* bits)
        where T : unmanaged where TOperation : IComparisonOperation<T>
    {
        var (l, r) = (new Operand<T>(left), new Operand<T>(right));
        if (lanes.IsSparse)
            Sparse<T, TOperation>(l, r, negate, lanes, bits);
        else if (TOperation.HasVector && Vector256.IsHardwareAccelerated)
            Wide<T, TOperation>(l, r, negate, lanes.Length, bits);
        else if (lanes.IsAll)
            Dense<T, TOperation>(l, r, negate, lanes.Length, bits);
        else
            Sparse<T, TOperation>(l, r, negate, lanes, bits);
    }

    private static void Sparse<T, TOperation>(Operand<T> left, Operand<T> right, bool negate, LaneSet lanes, byte* bits)
        where T : unmanaged where TOperation : IComparisonOperation<T>
    {
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes.Lanes[i];
            if (TOperation.Compare(left.At(lane), right.At(lane)) != negate)
                Bits.Set(bits, lane);
        }
    }

    private static void Dense<T, TOperation>(Operand<T> left, Operand<T> right, bool negate, int length, byte* bits)
        where T : unmanaged where TOperation : IComparisonOperation<T>
    {
        var flip = negate ? ulong.MaxValue : 0;
        for (var start = 0; start < length; start += 64)
        {
            var end = Math.Min(start + 64, length);
            ulong word = 0;
            for (var lane = start; lane < end; lane++)
                word |= (TOperation.Compare(left.At(lane), right.At(lane)) ? 1UL : 0) << (lane & 63);
            ((ulong*)bits)[start >> 6] = (word ^ flip) & (end - start == 64 ? ulong.MaxValue : Bitmaps.TailMask(length));
        }
    }

    private static void Wide<T, TOperation>(Operand<T> left, Operand<T> right, bool negate, int length, byte* bits)
        where T : unmanaged where TOperation : IComparisonOperation<T>
    {
        var flip = negate ? ulong.MaxValue : 0;
        var (leftOne, rightOne) = (Vector256.Create(left[0]), Vector256.Create(right[0]));
        var (leftConstant, rightConstant) = (left.IsConstant, right.IsConstant);
        var lane = 0;
        for (; lane + 64 <= length; lane += 64)
        {
            ulong word = 0;
            for (var k = 0; k < 64; k += Vector256<T>.Count)
            {
                var l = leftConstant ? leftOne : Vector256.Load(left.Values + lane + k);
                var r = rightConstant ? rightOne : Vector256.Load(right.Values + lane + k);
                word |= (ulong)TOperation.Compare(l, r).ExtractMostSignificantBits() << k;
            }
            ((ulong*)bits)[lane >> 6] = word ^ flip;
        }
        for (; lane < length; lane++)
            if (TOperation.Compare(left.At(lane), right.At(lane)) != negate)
                Bits.Set(bits, lane);
    }

    private static void Booleans(Vector left, Vector right, bool isLess, bool negate, LaneSet lanes, byte* bits)
    {
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var (l, r) = (BooleanKernel.Value(left, lane), BooleanKernel.Value(right, lane));
            if ((isLess ? !l && r : l == r) != negate)
                Bits.Set(bits, lane);
        }
    }

    private static void WideDecimals(DecimalOperand left, DecimalOperand right, bool isLess, bool negate, LaneSet lanes, byte* bits)
    {
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var (l, r) = (left[lane], right[lane]);
            if ((isLess ? l < r : l == r) != negate)
                Bits.Set(bits, lane);
        }
    }

    private static void Nested(Vector left, Vector right, bool isLess, bool negate, LaneSet lanes, byte* bits)
    {
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (left.IsNull(lane) || right.IsNull(lane))
                continue;
            var order = LaneComparer.Compare(left, lane, right, lane);
            if ((isLess ? order < 0 : order == 0) != negate)
                Bits.Set(bits, lane);
        }
    }
}
