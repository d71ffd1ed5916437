using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Rows;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates.Collecting;

/// <summary><c>collect_list</c>: the values that are not null, in the order they came; <c>collect_set</c> over distinct values, in the order of a Scala hash set. Never null itself.</summary>
internal sealed unsafe class CollectListAccumulator(DataType element, DataType result, MemoryBudget budget, bool isSet = false) : Accumulator(budget)
{
    private readonly CollectedRows rowsOfGroups = new(budget);
    private readonly ValueCells values = ValueCells.Create(element, budget);

    public override StructType State { get; } = new([new Field("items", result, false)]);

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

    public override void States(int* groups, int count, ColumnSet target) => target.Add(Lists(groups, 0, count));

    public override Vector Evaluate(int start, int count)
    {
        var lists = Lists(null, start, count);
        if (!isSet)
            return lists;
        try
        {
            using var builder = VectorBuilder.Create(result, Budget);
            for (var i = 0; i < count; i++)
                builder.Append(ValueList.Create<object?>([.. JvmOrder.OfSet((ValueList<object?>)lists.Read(i)!, element)]));
            return builder.Build();
        }
        finally
        {
            lists.Release();
        }
    }

    public override void Dispose()
    {
        values.Dispose();
        rowsOfGroups.Dispose();
        base.Dispose();
    }

    private ListVector Lists(int* groups, int start, int count)
    {
        using var buffers = new BufferSet(Budget);
        var offsets = buffers.Add((long)count * sizeof(int));
        var sizes = buffers.Add((long)count * sizeof(int));
        var cells = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var rows = rowsOfGroups.Of(groups == null ? start + i : groups[i]);
            ((int*)offsets.Pointer)[i] = cells.Count;
            ((int*)sizes.Pointer)[i] = rows.Length;
            cells.AddRange(rows);
        }

        fixed (int* positions = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(cells))
        {
            var none = 0;
            var items = values.Read(cells.Count == 0 ? &none : positions, 0, cells.Count);
            buffers.Take();
            return new ListVector(result, count, offsets, sizes, items);
        }
    }
}
