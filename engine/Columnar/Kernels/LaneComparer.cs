using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>The order of two lanes of any type and form, nested ones included. For sorting keys, nested comparisons and tests, not for inner loops over atomic columns.</summary>
public static unsafe class LaneComparer
{
    /// <summary>Negative, zero or positive. Nulls are equal to each other and lowest; NaN is highest.</summary>
    public static int Compare(Vector left, int leftLane, Vector right, int rightLane)
    {
        Resolve(ref left, ref leftLane);
        Resolve(ref right, ref rightLane);
        var (leftNull, rightNull) = (left.IsNull(leftLane), right.IsNull(rightLane));
        if (leftNull || rightNull)
            return leftNull.CompareTo(rightNull) * -1;
        return (left, right) switch
        {
            (FlatVector l, FlatVector r) => Flat(l, leftLane, r, rightLane),
            (ListVector l, ListVector r) => List(l, leftLane, r, rightLane),
            (StructVector l, StructVector r) => Struct(l, leftLane, r, rightLane),
            _ => throw new UnreachableException($"{left} against {right}"),
        };
    }

    private static void Resolve(ref Vector vector, ref int lane)
    {
        while (true)
        {
            switch (vector)
            {
                case ConstantVector constant:
                    (vector, lane) = (constant.Value, 0);
                    break;
                case DictionaryVector dictionary:
                    (vector, lane) = (dictionary.Dictionary, dictionary.Indices[lane]);
                    break;
                case RunVector run:
                    (vector, lane) = (run.Values, run.RunOf(lane));
                    break;
                default:
                    return;
            }
        }
    }

    private static int Flat(FlatVector left, int leftLane, FlatVector right, int rightLane)
    {
        if (left.Physical != right.Physical)
            return new DecimalOperand(left)[leftLane].CompareTo(new DecimalOperand(right)[rightLane]);
        return left.Physical switch
        {
            PhysicalType.Boolean => Bits.Get(left.Values, leftLane).CompareTo(Bits.Get(right.Values, rightLane)),
            PhysicalType.Int8 => ((sbyte*)left.Values)[leftLane].CompareTo(((sbyte*)right.Values)[rightLane]),
            PhysicalType.Int16 => ((short*)left.Values)[leftLane].CompareTo(((short*)right.Values)[rightLane]),
            PhysicalType.Int32 => ((int*)left.Values)[leftLane].CompareTo(((int*)right.Values)[rightLane]),
            PhysicalType.Int64 => ((long*)left.Values)[leftLane].CompareTo(((long*)right.Values)[rightLane]),
            PhysicalType.Int128 => ((Int128*)left.Values)[leftLane].CompareTo(((Int128*)right.Values)[rightLane]),
            PhysicalType.Float32 => Float(((float*)left.Values)[leftLane], ((float*)right.Values)[rightLane]),
            PhysicalType.Float64 => Float(((double*)left.Values)[leftLane], ((double*)right.Values)[rightLane]),
            PhysicalType.Bytes => BytesView.Compare((BytesView*)left.Values + leftLane, (BytesView*)right.Values + rightLane),
            PhysicalType.Interval => Interval(((CalendarInterval*)left.Values)[leftLane], ((CalendarInterval*)right.Values)[rightLane]),
            _ => throw new UnreachableException(left.Physical.ToString()),
        };
    }

    private static int Float(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : double.IsNaN(left).CompareTo(double.IsNaN(right));

    // Calendar intervals have no order; this one only tells equal from unequal.
    private static int Interval(CalendarInterval left, CalendarInterval right) =>
        (left.Months, left.Days, left.Microseconds).CompareTo((right.Months, right.Days, right.Microseconds));

    private static int List(ListVector left, int leftLane, ListVector right, int rightLane)
    {
        var (leftSize, rightSize) = (left.Sizes[leftLane], right.Sizes[rightLane]);
        for (var i = 0; i < Math.Min(leftSize, rightSize); i++)
        {
            var order = Compare(left.Elements, left.Offsets[leftLane] + i, right.Elements, right.Offsets[rightLane] + i);
            if (order != 0)
                return order;
        }
        return leftSize.CompareTo(rightSize);
    }

    private static int Struct(StructVector left, int leftLane, StructVector right, int rightLane)
    {
        for (var i = 0; i < left.Children.Length; i++)
        {
            var order = Compare(left.Children[i], leftLane, right.Children[i], rightLane);
            if (order != 0)
                return order;
        }
        return 0;
    }
}
