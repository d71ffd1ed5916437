using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>mode</c>: the value met most often. Among equals the least or the greatest where an order is asked for, else the one that Spark's hash table gives first.</summary>
/// <param name="descending">Null where no order is asked for.</param>
internal sealed class ModeAccumulator(DataType type, bool? descending, MemoryBudget budget) : RowsAccumulator([type], type, budget)
{
    private readonly DataType type = type;

    protected override object? Result(object?[][] rows)
    {
        var counts = new Dictionary<object, long>(BoxedOrder.Instance);
        foreach (var row in rows)
            counts[row[0]!] = counts.GetValueOrDefault(row[0]!) + 1;
        if (counts.Count == 0)
            return null;
        var most = counts.Values.Max();
        if (descending is null)
        {
            var keys = counts.Keys.ToList();
            return keys[JvmOrder.OfMap(keys, type).First(k => counts[keys[k]] == most)];
        }

        var candidates = counts.Where(c => c.Value == most).Select(c => c.Key);
        return descending.Value ? candidates.Max(BoxedOrder.Instance) : candidates.Min(BoxedOrder.Instance);
    }
}
