using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates;

/// <summary>SQL's order of boxed values, for nested types: element by element, nulls first, NaN last.</summary>
public static class BoxedOrder
{
    public static int Compare(object? left, object? right)
    {
        switch (left, right)
        {
            case (null, null):
                return 0;
            case (null, _):
                return -1;
            case (_, null):
                return 1;
            case (double l, double r):
                return FixedCells<double>.Order(l, r);
            case (float l, float r):
                return FixedCells<float>.Order(l, r);
            case (ValueList<object?> l, ValueList<object?> r):
                for (var i = 0; i < Math.Min(l.Count, r.Count); i++)
                    if (Compare(l[i], r[i]) is var order and not 0)
                        return order;
                return l.Count.CompareTo(r.Count);
            case (IComparable l, _):
                return l.CompareTo(right);
            case (ByteString l, ByteString r):
                return l.CompareTo(r);
            default:
                throw new UnreachableException(left.GetType().Name);
        }
    }
}
