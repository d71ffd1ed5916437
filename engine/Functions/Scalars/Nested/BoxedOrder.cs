using System.Diagnostics;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>The order and equality of boxed values: nulls lowest and equal, NaN highest and equal to itself, -0.0 equal to 0.0.</summary>
public sealed class BoxedOrder : IComparer<object?>, IEqualityComparer<object?>
{
    public static readonly BoxedOrder Instance = new();

    public int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (double l, double r) => Float(l, r),
        (float l, float r) => Float(l, r),
        (ByteString l, ByteString r) => l.CompareTo(r),
        (ValueList<object?> l, ValueList<object?> r) => List(l, r),
        (ValueList<KeyValuePair<object, object?>> l, ValueList<KeyValuePair<object, object?>> r) => l.Equals(r) ? 0 : 1,
        (CalendarInterval l, CalendarInterval r) => (l.Months, l.Days, l.Microseconds).CompareTo((r.Months, r.Days, r.Microseconds)),
        (IComparable l, _) => l.CompareTo(right),
        _ => throw new UnreachableException($"{left.GetType().Name} has no order"),
    };

    public new bool Equals(object? left, object? right) => Compare(left, right) == 0;

    public int GetHashCode(object? value) => value switch
    {
        null => 0,
        double number => double.IsNaN(number) ? 1 : (number + 0.0).GetHashCode(),
        float number => float.IsNaN(number) ? 1 : (number + 0f).GetHashCode(),
        ValueList<object?> list => list.Aggregate(17, (hash, item) => hash * 31 + GetHashCode(item)),
        _ => value.GetHashCode(),
    };

    private static int Float(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : double.IsNaN(left).CompareTo(double.IsNaN(right));

    private int List(ValueList<object?> left, ValueList<object?> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
            if (Compare(left[i], right[i]) is not 0 and var order)
                return order;
        return left.Count.CompareTo(right.Count);
    }
}

/// <summary>Short ways to make boxed nested values.</summary>
internal static class Boxed
{
    public static ValueList<object?> List(IEnumerable<object?> items) => items.ToValueList();

    public static ValueList<KeyValuePair<object, object?>> Map(IEnumerable<KeyValuePair<object, object?>> entries) => entries.ToValueList();

    public static ValueList<object?> AsList(this object? value) => (ValueList<object?>)value!;

    public static ValueList<KeyValuePair<object, object?>> AsMap(this object? value) => (ValueList<KeyValuePair<object, object?>>)value!;

    public static string AsText(this object? value) => ((ByteString)value!).ToString();
}
