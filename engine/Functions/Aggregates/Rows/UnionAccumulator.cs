using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>collect_union</c>: the distinct elements of all arrays, nulls aside, in the order of a Scala hash set.</summary>
internal sealed class UnionAccumulator(DataType type, DataType result, MemoryBudget budget) : RowsAccumulator([type], result, budget)
{
    private readonly DataType element = ((ArrayType)type).Element;

    protected override object? Result(object?[][] rows) =>
        ValueList.Create<object?>([.. JvmOrder.OfSet(rows.SelectMany(r => (ValueList<object?>)r[0]!).Where(e => e is not null).Distinct(BoxedOrder.Instance).ToList(), element)]);
}
