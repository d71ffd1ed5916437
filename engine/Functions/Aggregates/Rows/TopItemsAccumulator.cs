using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>approx_top_k</c>, and <c>approx_top_k_accumulate</c> where no number of items is asked for: how often each item was met, nulls included.</summary>
/// <param name="most">How many items to give; null for all of them, as a sketch.</param>
internal sealed class TopItemsAccumulator(DataType item, int? most, int tracked, DataType result, MemoryBudget budget) : RowsAccumulator([item], result, budget, keepsNulls: true)
{
    private readonly DataType item = item;

    protected override object? Result(object?[][] rows)
    {
        var counts = TopItems.Count(rows.Select(r => (r[0], 1L)));
        return most is { } number ? TopItems.Most(counts, number, item) : ValueList.Create<object?>([counts, tracked]);
    }
}

/// <summary><c>approx_top_k_combine</c>: several sketches as one.</summary>
internal sealed class TopItemsMerger(DataType sketch, int? tracked, MemoryBudget budget) : RowsAccumulator([sketch], sketch, budget)
{
    protected override object? Result(object?[][] rows)
    {
        var sketches = rows.Select(r => (ValueList<object?>)r[0]!).ToList();
        var counts = TopItems.Count(sketches.SelectMany(s => (ValueList<object?>)s[0]!).Cast<ValueList<object?>>().Select(r => (r[0], (long)r[1]!)));
        return ValueList.Create<object?>([counts, tracked ?? (sketches.Count == 0 ? 0 : (int)sketches[0][1]!)]);
    }
}
