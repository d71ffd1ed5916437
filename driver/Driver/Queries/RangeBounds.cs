using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;
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
                    _ => keys[k].Descending ? -BoxedOrder.Instance.Compare(l, r) : BoxedOrder.Instance.Compare(l, r),
                };
                if (order != 0)
                    return order;
            }

            return 0;
        }
    }
}
