using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.UserCode;

namespace Spindle.Functions.Aggregates;

/// <summary>An aggregate of the user's among the accumulators.</summary>
internal sealed unsafe class UserAccumulator(IUserStates states, MemoryBudget budget) : Accumulator(budget)
{
    public override StructType State => states.State;

    public override bool TryReserve(int groups) => states.TryReserve(groups);

    public override void Grow(int groups) => states.Grow(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows) => states.Update(groups, arguments, rows);

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> columns, int rows) => states.Merge(groups, columns, rows);

    public override void States(int* groups, int count, ColumnSet target)
    {
        foreach (var column in states.States(groups, count))
            target.Add(column);
    }

    public override Vector Evaluate(int start, int count) => states.Evaluate(start, count);

    public override void Dispose()
    {
        states.Dispose();
        base.Dispose();
    }
}
