using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates;

/// <summary><c>count(a, b …)</c>: rows in which no argument is null; all rows where there is none.</summary>
internal sealed unsafe class CountAccumulator(MemoryBudget budget) : Accumulator(budget)
{
    private static readonly StructType Columns = new([new Field("count", DataType.Long, false)]);

    private readonly NativeArray<long> counts = new(budget);

    public override StructType State => Columns;

    public override bool TryReserve(int groups) => counts.TryEnsure(groups);

    public override void Grow(int groups) => counts.Ensure(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        var nullable = 0;
        foreach (ref readonly var argument in arguments)
            nullable += argument.Validity != null ? 1 : 0;
        var target = counts.Pointer;
        if (nullable == 0)
        {
            for (var i = 0; i < rows; i++)
                target[groups[i]]++;
            return;
        }

        for (var i = 0; i < rows; i++)
        {
            var counted = true;
            foreach (ref readonly var argument in arguments)
                counted &= !argument.IsNull(i);
            target[groups[i]] += counted ? 1 : 0;
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        var more = (long*)states[0].Values;
        for (var i = 0; i < rows; i++)
            counts.Pointer[groups[i]] += more[states[0].Position(i)];
    }

    public override void States(int* groups, int count, ColumnSet target) => target.Add(StateVectors.Of(DataType.Long, counts.Pointer, null, groups, 0, count, Budget));

    public override Vector Evaluate(int start, int count) => StateVectors.Of(DataType.Long, counts.Pointer, null, null, start, count, Budget);

    public override void Dispose()
    {
        counts.Dispose();
        base.Dispose();
    }
}
