using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>
/// Arithmetic on plain decimal vectors. Sums and products that need no rounding are tried in 64 bits first: without checks where the operands' precisions
/// prove that they fit, else with one check over all lanes; what does not fit is computed exactly in 128 and 256 bits and rounded half up.
/// </summary>
public static unsafe class DecimalKernel
{
    /// <summary>Computes lane by lane, null where an operand is null.</summary>
    /// <param name="kind">The operation; <see cref="ArithmeticKind.Divide"/> keeps the result's decimals.</param>
    /// <param name="left">Flat or constant decimals.</param>
    /// <param name="right">Flat or constant decimals, of any precision and scale.</param>
    /// <param name="type">The result's type.</param>
    /// <param name="faults">What a lane does that overflows the result's precision or divides by zero; <see cref="FaultHandling.Wrap"/> counts as null.</param>
    /// <param name="lanes">The lanes that count.</param>
    /// <param name="budget">Pays for the result.</param>
    /// <param name="faultLane">The first faulty lane under <see cref="FaultHandling.Report"/>, else -1.</param>
    /// <returns>A flat vector that the caller owns; null when a lane is reported.</returns>
    public static FlatVector? Compute(ArithmeticKind kind, Vector left, Vector right, DecimalType type, FaultHandling faults, LaneSet lanes, MemoryBudget budget,
        out int faultLane)
    {
        faultLane = -1;
        return TryNarrow(kind, left, right, type, lanes, budget)
            ?? DecimalDivision.TryNarrow(kind, left, right, type, lanes, budget)
            ?? Wide(kind, left, right, type, faults, lanes, budget, out faultLane);
    }

    /// <summary>The whole part of the quotient as 64-bit integers; see <see cref="Compute"/>.</summary>
    public static FlatVector? IntegralDivide(Vector left, Vector right, FaultHandling faults, LaneSet lanes, MemoryBudget budget, out int faultLane)
    {
        faultLane = -1;
        using var output = new FlatOutput(DataType.Long, lanes.Length, budget);
        output.NullWhereAny(left, right);
        var (l, r) = (new DecimalOperand(left), new DecimalOperand(right));
        var (leftScale, rightScale) = (((DecimalType)left.Type).Scale, ((DecimalType)right.Type).Scale);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (r[lane] != 0 && DecimalArithmetic.TryIntegralDivide(l[lane], leftScale, r[lane], rightScale, 38, out var value)
                && (value == (long)value || faults == FaultHandling.Wrap))
            {
                ((long*)output.Values)[lane] = (long)value;
                continue;
            }
            if (faults == FaultHandling.Report)
            {
                faultLane = lane;
                return null;
            }
            output.SetNull(lane);
        }
        return output.Build();
    }

    private static FlatVector? TryNarrow(ArithmeticKind kind, Vector left, Vector right, DecimalType type, LaneSet lanes, MemoryBudget budget)
    {
        if (left.Physical != PhysicalType.Int64 || right.Physical != PhysicalType.Int64 || kind > ArithmeticKind.Multiply)
            return null;
        var (leftType, rightType) = ((DecimalType)left.Type, (DecimalType)right.Type);
        var exactScale = kind == ArithmeticKind.Multiply ? leftType.Scale + rightType.Scale : Math.Max(leftType.Scale, rightType.Scale);
        // Rounding, and a type of 18 digits or fewer that precision loss has cut short, take the wide path.
        var exactDigits = kind == ArithmeticKind.Multiply
            ? leftType.Precision + rightType.Precision
            : Math.Max(leftType.Precision - leftType.Scale, rightType.Precision - rightType.Scale) + exactScale + 1;
        if (type.Scale != exactScale || (type.Precision < exactDigits && type.Precision <= DecimalType.MaxLongPrecision))
            return null;
        using var output = new FlatOutput(type, lanes.Length, budget, PhysicalType.Int64);
        output.NullWhereAny(left, right);
        var (l, r) = (new Operand<long>(left), new Operand<long>(right));
        var result = (long*)output.Values;
        var proven = exactDigits <= DecimalType.MaxLongPrecision;
        if (kind == ArithmeticKind.Multiply)
            return Multiply(l, r, lanes, result, proven) ? output.Build() : null;
        var (leftUp, rightUp) = (exactScale - leftType.Scale, exactScale - rightType.Scale);
        if (leftUp > Decimal64.MaxPrecision || rightUp > Decimal64.MaxPrecision)
            return null;
        // A constant is brought to the common scale once.
        long leftConstant, rightConstant;
        if (l.IsConstant && leftUp > 0 && Decimal64.TryRescale(l[0], 0, Decimal64.MaxPrecision, leftUp, out leftConstant))
            (l, leftUp) = (Operand<long>.Constant(&leftConstant), 0);
        if (r.IsConstant && rightUp > 0 && Decimal64.TryRescale(r[0], 0, Decimal64.MaxPrecision, rightUp, out rightConstant))
            (r, rightUp) = (Operand<long>.Constant(&rightConstant), 0);
        var fits = leftUp == 0 && rightUp == 0
            ? kind == ArithmeticKind.Add ? !BinaryLoop.Run<long, AddInteger<long>>(l, r, lanes, result) : !BinaryLoop.Run<long, SubtractInteger<long>>(l, r, lanes, result)
            : AddScaled(l, PowersOfTen.Int64(leftUp), r, kind == ArithmeticKind.Add ? PowersOfTen.Int64(rightUp) : -PowersOfTen.Int64(rightUp), lanes, result);
        return fits || proven ? output.Build() : null;
    }

    private static bool Multiply(Operand<long> left, Operand<long> right, LaneSet lanes, long* result, bool proven)
    {
        if (lanes.IsSparse)
        {
            if (!proven)
                return !BinaryLoop.Run<long, MultiplyInteger<long>>(left, right, lanes, result);
            for (var i = 0; i < lanes.Count; i++)
                result[lanes.Lanes[i]] = unchecked(left[lanes.Lanes[i]] * right[lanes.Lanes[i]]);
            return true;
        }
        // The factors' widths prove most batches: a product of a and b bits has at most a + b.
        if (!proven && Int64Range.Bits(left, lanes.Length) + Int64Range.Bits(right, lanes.Length) > 63)
            return !BinaryLoop.Run<long, MultiplyInteger<long>>(left, right, lanes, result);
        var length = lanes.Length;
        if (left.IsConstant)
            (left, right) = (right, left);
        var a = left.Values;
        var b = right.Values;
        if (right.IsConstant)
        {
            var factor = *b;
            var (first, lane) = (left.IsConstant ? 0 : 1, 0);
            for (; lane < length; lane++)
                result[lane] = unchecked(a[lane * first] * factor);
            return true;
        }
        for (var lane = 0; lane < length; lane++)
            result[lane] = unchecked(a[lane] * b[lane]);
        return true;
    }

    /// <summary>left * leftFactor + right * rightFactor; false when a lane overflows 64 bits.</summary>
    private static bool AddScaled(Operand<long> left, long leftFactor, Operand<long> right, long rightFactor, LaneSet lanes, long* result)
    {
        long faults = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var leftHigh = Math.BigMul(left[lane], leftFactor, out var l);
            var rightHigh = Math.BigMul(right[lane], rightFactor, out var r);
            var sum = unchecked(l + r);
            faults |= (leftHigh ^ (l >> 63)) | (rightHigh ^ (r >> 63)) | (((l ^ sum) & (r ^ sum)) >> 63);
            result[lane] = sum;
        }
        return faults == 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FlatVector? Wide(ArithmeticKind kind, Vector left, Vector right, DecimalType type, FaultHandling faults, LaneSet lanes, MemoryBudget budget,
        out int faultLane)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(left, right);
        var (l, r) = (new DecimalOperand(left), new DecimalOperand(right));
        var (leftScale, rightScale) = (((DecimalType)left.Type).Scale, ((DecimalType)right.Type).Scale);
        var narrow = type.Physical == PhysicalType.Int64;
        faultLane = -1;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var ok = Apply(kind, l[lane], leftScale, r[lane], rightScale, type, out var value);
            if (!ok)
            {
                if (faults == FaultHandling.Report)
                {
                    faultLane = lane;
                    return null;
                }
                output.SetNull(lane);
            }
            else if (narrow)
            {
                ((long*)output.Values)[lane] = (long)value;
            }
            else
            {
                ((Int128*)output.Values)[lane] = value;
            }
        }
        return output.Build();
    }

    private static bool Apply(ArithmeticKind kind, Int128 left, int leftScale, Int128 right, int rightScale, DecimalType type, out Int128 result)
    {
        switch (kind)
        {
            case ArithmeticKind.Add:
                return DecimalArithmetic.TryAdd(left, leftScale, right, rightScale, type.Precision, type.Scale, out result);
            case ArithmeticKind.Subtract:
                return DecimalArithmetic.TrySubtract(left, leftScale, right, rightScale, type.Precision, type.Scale, out result);
            case ArithmeticKind.Multiply:
                return DecimalArithmetic.TryMultiply(left, leftScale, right, rightScale, type.Precision, type.Scale, out result);
            case ArithmeticKind.Divide:
                result = 0;
                return right != 0 && DecimalArithmetic.TryDivide(left, leftScale, right, rightScale, type.Precision, type.Scale, out result);
            case ArithmeticKind.Remainder:
                result = 0;
                return right != 0 && DecimalArithmetic.TryRemainder(left, leftScale, right, rightScale, type.Precision, type.Scale, out result);
            default:
                throw new UnreachableException(kind.ToString());
        }
    }
}
