using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>max_by(value, order, k)</c> and <c>min_by</c>: the values of the k rows whose order is greatest (least), the extreme one first; rows without an order do not count.</summary>
internal sealed class ExtremesByAccumulator(DataType valueType, DataType orderType, int most, bool greatest, DataType result, MemoryBudget budget)
    : RowsAccumulator([orderType, valueType], result, budget)
{
    protected override object? Result(object?[][] rows)
    {
        if (rows.Length == 0)
            return null;
        var ordered = greatest ? rows.OrderByDescending(r => r[0], BoxedOrder.Instance) : rows.OrderBy(r => r[0], BoxedOrder.Instance);
        return ValueList.Create<object?>([.. ordered.Take(most).Select(r => r[1])]);
    }
}
