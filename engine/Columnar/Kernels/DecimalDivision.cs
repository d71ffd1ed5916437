using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>Quotients and remainders of decimals of 64 bits, without leaving 64 bits but for the result. One lane that does not fit leaves the batch to the general way.</summary>
internal static unsafe class DecimalDivision
{
    /// <summary>The results; null where the operation, the types or some lane (a zero divisor, too many digits) ask for the general way.</summary>
    public static FlatVector? TryNarrow(ArithmeticKind kind, Vector left, Vector right, DecimalType type, LaneSet lanes, MemoryBudget budget)
    {
        if (kind < ArithmeticKind.Divide || left.Physical != PhysicalType.Int64 || right.Physical != PhysicalType.Int64)
            return null;
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(left, right);
        var (leftScale, rightScale) = (((DecimalType)left.Type).Scale, ((DecimalType)right.Type).Scale);
        var (l, r) = (new Operand<long>(left), new Operand<long>(right));
        var done = kind == ArithmeticKind.Divide
            ? Divide(l, r, type.Scale - leftScale + rightScale, type, lanes, output)
            : Remainder(l, leftScale, r, rightScale, type, lanes, output);
        return done ? output.Build() : null;
    }

    private static bool Divide(Operand<long> left, Operand<long> right, int shift, DecimalType type, LaneSet lanes, FlatOutput output)
    {
        if (shift is < 0 or > PowersOfTen.MaxInt64Exponent || type.Scale > DecimalArithmetic.MaxNarrowScale)
            return false;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (right[lane] == 0 || !DecimalArithmetic.TryDivideNarrow(left[lane], right[lane], shift, type.Precision, out var value))
                return false;
            if (type.Physical == PhysicalType.Int64)
                ((long*)output.Values)[lane] = (long)value;
            else
                ((Int128*)output.Values)[lane] = value;
        }

        return true;
    }

    private static bool Remainder(Operand<long> left, int leftScale, Operand<long> right, int rightScale, DecimalType type, LaneSet lanes, FlatOutput output)
    {
        var scale = Math.Max(leftScale, rightScale);
        if (type.Physical != PhysicalType.Int64 || type.Scale != scale || scale - leftScale > PowersOfTen.MaxInt64Exponent || scale - rightScale > PowersOfTen.MaxInt64Exponent)
            return false;
        var (leftUp, rightUp) = (PowersOfTen.Int64(scale - leftScale), PowersOfTen.Int64(scale - rightScale));
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var leftHigh = Math.BigMul(left[lane], leftUp, out var dividend);
            var rightHigh = Math.BigMul(right[lane], rightUp, out var divisor);
            if (leftHigh != dividend >> 63 || rightHigh != divisor >> 63 || divisor is 0 or -1)
                return false;
            var value = dividend % divisor;
            if (!PowersOfTen.Fits(value, type.Precision))
                return false;
            ((long*)output.Values)[lane] = value;
        }

        return true;
    }
}
