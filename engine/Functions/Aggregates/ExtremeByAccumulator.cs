using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates;

/// <summary><c>min_by(value, order)</c> and <c>max_by</c>: the value of the row whose order is the extreme one; rows without an order do not count, the last of equals wins.</summary>
internal sealed unsafe class ExtremeByAccumulator<TExtreme>(DataType valueType, DataType orderType, MemoryBudget budget) : Accumulator(budget)
    where TExtreme : struct, IExtreme
{
    private readonly ValueCells values = ValueCells.Create(valueType, budget);
    private readonly ValueCells orders = ValueCells.Create(orderType, budget);

    public override StructType State { get; } = new([new Field("value", valueType), new Field("order", orderType)]);

    public override bool TryReserve(int groups) => values.TryReserve(groups) && orders.TryReserve(groups);

    public override void Grow(int groups)
    {
        values.Grow(groups);
        orders.Grow(groups);
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (arguments[1].IsNull(i))
                continue;
            if (orders.HasValue(groups[i]) && orders.Compare(arguments[1], i, groups[i]) is var order && order != 0 && !TExtreme.Replaces(order))
                continue;
            orders.Set(groups[i], arguments[1], i);
            values.Set(groups[i], arguments[0], i);
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows) => Update(groups, states, rows);

    public override void States(int* groups, int count, ColumnSet target)
    {
        target.Add(values.Read(groups, 0, count));
        target.Add(orders.Read(groups, 0, count));
    }

    public override Vector Evaluate(int start, int count) => values.Read(null, start, count);

    public override void Dispose()
    {
        values.Dispose();
        orders.Dispose();
        base.Dispose();
    }
}
