using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Collecting;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates.Statistics;

/// <summary>Percentiles over all values of a group: between neighbours by linear interpolation (<c>percentile</c>, <c>percentile_cont</c>, <c>median</c>), or an actual value.</summary>
/// <param name="fractions">Each within [0, 1].</param>
/// <param name="result">DOUBLE, or an array of it where several were asked for; for the discrete form the element's own type.</param>
internal sealed unsafe class PercentileAccumulator(DataType element, double[] fractions, bool discrete, bool descending, DataType result, MemoryBudget budget) : Accumulator(budget)
{
    private readonly CollectedRows rowsOfGroups = new(budget);
    private readonly ValueCells values = ValueCells.Create(element, budget);

    public override StructType State { get; } = new([new Field("values", new ArrayType(element, false), false)]);

    public override bool TryReserve(int groups) => true;

    public override void Grow(int groups)
    {
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        values.Grow(rowsOfGroups.Count + rows);
        for (var i = 0; i < rows; i++)
        {
            if (arguments[0].IsNull(i))
                continue;
            values.Set(rowsOfGroups.Count, arguments[0], i);
            rowsOfGroups.Add(groups[i]);
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        using var lists = new ListRows(states[0], groups, rows, Budget);
        Update(lists.Groups, [lists.Elements], lists.Count);
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        using var builder = Columnar.Builders.VectorBuilder.Create(State.Fields[0].Type, Budget);
        for (var i = 0; i < count; i++)
            builder.Append(ValueList.Create<object?>(Sorted(groups[i])));
        target.Add(builder.Build());
    }

    public override Vector Evaluate(int start, int count)
    {
        using var builder = Columnar.Builders.VectorBuilder.Create(result, Budget);
        for (var i = 0; i < count; i++)
        {
            var sorted = Sorted(start + i);
            if (sorted.Length == 0)
                builder.AppendNull();
            else if (result is ArrayType)
                builder.Append(ValueList.Create<object?>([.. fractions.Select(f => At(sorted, f))]));
            else
                builder.Append(At(sorted, fractions[0]));
        }

        return builder.Build();
    }

    public override void Dispose()
    {
        values.Dispose();
        rowsOfGroups.Dispose();
        base.Dispose();
    }

    private object?[] Sorted(int group)
    {
        var rows = rowsOfGroups.Of(group);
        if (rows.Length == 0)
            return [];
        var items = new object?[rows.Length];
        fixed (int* cells = rows)
        {
            var vector = values.Read(cells, 0, rows.Length);
            for (var i = 0; i < items.Length; i++)
                items[i] = vector.Read(i);
            vector.Release();
        }

        Array.Sort(items, BoxedOrder.Compare);
        if (descending)
            Array.Reverse(items);
        return items;
    }

    private object? At(object?[] sorted, double fraction)
    {
        if (discrete)
            return sorted[Math.Clamp((int)Math.Ceiling(fraction * sorted.Length) - 1, 0, sorted.Length - 1)];
        var place = fraction * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = (int)Math.Ceiling(place);
        var (low, high) = ((double)sorted[below]!, (double)sorted[above]!);
        return below == above ? low : (above - place) * low + (place - below) * high;
    }
}
