using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates;

/// <summary><c>first</c>, <c>any_value</c> and <c>last</c>: a group's first or last row's value, with or without regard to nulls.</summary>
internal sealed unsafe class PositionAccumulator(DataType type, bool last, bool ignoreNulls, MemoryBudget budget) : Accumulator(budget)
{
    private readonly ValueCells cells = ValueCells.Create(type, budget);

    public override StructType State { get; } = new([new Field("value", type), new Field("set", DataType.Boolean, false)]);

    public override bool TryReserve(int groups) => cells.TryReserve(groups);

    public override void Grow(int groups) => cells.Grow(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        for (var i = 0; i < rows; i++)
            Take(groups[i], arguments[0], i);
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        for (var i = 0; i < rows; i++)
            if (Bits.Get(states[1].Values, states[1].Position(i)))
                Take(groups[i], states[0], i);
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        var set = new byte[count];
        for (var i = 0; i < count; i++)
            set[i] = (byte)(cells.IsSet(groups[i]) ? 1 : 0);
        target.Add(cells.Read(groups, 0, count));
        fixed (byte* s = set)
            target.Add(StateVectors.OfBytes(DataType.Boolean, s, null, null, 0, count, Budget));
    }

    public override Vector Evaluate(int start, int count) => cells.Read(null, start, count);

    public override void Dispose()
    {
        cells.Dispose();
        base.Dispose();
    }

    private void Take(int group, in ColumnView column, int row)
    {
        if ((last || !cells.IsSet(group)) && !(ignoreNulls && column.IsNull(row)))
            cells.Set(group, column, row);
    }
}
