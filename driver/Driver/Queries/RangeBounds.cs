using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;

namespace Spindle.Driver.Queries;

/// <summary>The bounds of ranges, drawn from a sample of keys so that the ranges hold about equally many rows.</summary>
internal static class RangeBounds
{
    /// <param name="sample">Rows of keys in the order of <see cref="RangePartitioning.Keys"/>.</param>
    /// <returns>Rising, each once, so that there may be fewer ranges than were asked for.</returns>
    public static RangePartitioning Draw(RangePartitioning partitioning, IReadOnlyList<object?[]> sample)
    {
        var order = new KeyOrder(partitioning.Keys);
        var rows = sample.Order(order).ToList();
        var bounds = new List<object?[]>();
        for (var i = 1; i < partitioning.Partitions && rows.Count > 0; i++)
        {
            var row = rows[(int)Math.Min(rows.Count - 1, (long)i * rows.Count / partitioning.Partitions)];
            if (bounds.Count == 0 || order.Compare(bounds[^1], row) < 0)
                bounds.Add(row);
        }

        var types = partitioning.Keys.Select(k => k.Expression.Type).ToList();
        return partitioning with { Bounds = bounds.Select(b => b.Select((value, k) => (Expression)new Literal(value, types[k])).ToValueList()).ToValueList() };
    }

    /// <summary>The order of a sort over boxed values.</summary>
    private sealed class KeyOrder(ValueList<SortKey> keys) : IComparer<object?[]>
    {
        public int Compare(object?[]? left, object?[]? right)
        {
            for (var k = 0; k < keys.Count; k++)
            {
                var (l, r) = (left![k], right![k]);
                var order = (l, r) switch
                {
                    (null, null) => 0,
                    (null, _) => keys[k].NullsFirst ? -1 : 1,
                    (_, null) => keys[k].NullsFirst ? 1 : -1,
                    _ => keys[k].Descending ? -Values(l, r) : Values(l, r),
                };
                if (order != 0)
                    return order;
            }

            return 0;
        }

        private static int Values(object left, object right) => (left, right) switch
        {
            // NaN is the greatest, which is the other way round than the platform's.
            (double l, double r) => double.IsNaN(l) || double.IsNaN(r) ? double.IsNaN(l).CompareTo(double.IsNaN(r)) : l.CompareTo(r),
            (float l, float r) => float.IsNaN(l) || float.IsNaN(r) ? float.IsNaN(l).CompareTo(float.IsNaN(r)) : l.CompareTo(r),
            (ValueList<object?> l, ValueList<object?> r) => Lists(l, r),
            (IComparable l, _) => l.CompareTo(right),
            _ => 0,
        };

        private static int Lists(ValueList<object?> left, ValueList<object?> right)
        {
            for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
            {
                var order = (left[i], right[i]) switch
                {
                    (null, null) => 0,
                    (null, _) => -1,
                    (_, null) => 1,
                    var (l, r) => Values(l, r),
                };
                if (order != 0)
                    return order;
            }

            return left.Count.CompareTo(right.Count);
        }
    }
}
