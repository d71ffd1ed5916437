using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Collecting;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>An aggregate that needs all rows of its group at once: they are kept as columns, in the order they came, and handed over as boxed values when the result is asked for.</summary>
internal abstract unsafe class RowsAccumulator : Accumulator
{
    private readonly CollectedRows rowsOfGroups;
    private readonly ValueCells[] cells;
    private readonly StructType row;
    private readonly DataType result;
    private readonly bool keepsNulls;

    /// <param name="inputs">The types of the arguments kept.</param>
    /// <param name="keepsNulls">Whether rows whose first argument is null count.</param>
    protected RowsAccumulator(IEnumerable<DataType> inputs, DataType result, MemoryBudget budget, bool keepsNulls = false) : base(budget)
    {
        row = new StructType([.. inputs.Select((type, i) => new Field($"c{i}", type))]);
        this.result = result;
        this.keepsNulls = keepsNulls;
        rowsOfGroups = new CollectedRows(budget);
        cells = [.. row.Fields.Select(f => ValueCells.Create(f.Type, budget))];
        State = new StructType([new Field("rows", new ArrayType(row, false), false)]);
    }

    public override StructType State { get; }

    public override bool TryReserve(int groups) => true;

    public override void Grow(int groups)
    {
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        foreach (var column in cells)
            column.Grow(rowsOfGroups.Count + rows);
        for (var i = 0; i < rows; i++)
        {
            if (!keepsNulls && arguments[0].IsNull(i))
                continue;
            for (var c = 0; c < cells.Length; c++)
                cells[c].Set(rowsOfGroups.Count, arguments[c], i);
            rowsOfGroups.Add(groups[i]);
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        using var lists = new ListRows(states[0], groups, rows, Budget);
        if (lists.Count == 0)
            return;
        using var maps = new RowMaps(Budget);
        var structs = (StructVector)lists.Elements.Plain;
        var views = new ColumnView[structs.Children.Length];
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(structs.Children[i], lists.Elements.Map, lists.Count);
        Update(lists.Groups, views, lists.Count);
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        using var buffers = new BufferSet(Budget);
        var offsets = buffers.Add((long)count * sizeof(int));
        var sizes = buffers.Add((long)count * sizeof(int));
        var places = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var rows = rowsOfGroups.Of(groups[i]);
            ((int*)offsets.Pointer)[i] = places.Count;
            ((int*)sizes.Pointer)[i] = rows.Length;
            places.AddRange(rows);
        }

        using var children = new ColumnSet();
        var none = 0;
        fixed (int* p = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(places))
            foreach (var column in cells)
                children.Add(column.Read(places.Count == 0 ? &none : p, 0, places.Count));
        buffers.Take();
        target.Add(new ListVector(State.Fields[0].Type, count, offsets, sizes, new StructVector(row, places.Count, children.Take())));
    }

    public override Vector Evaluate(int start, int count)
    {
        using var builder = VectorBuilder.Create(result, Budget);
        for (var i = 0; i < count; i++)
            builder.Append(Result(Read(rowsOfGroups.Of(start + i))));
        return builder.Build();
    }

    public override void Dispose()
    {
        foreach (var column in cells)
            column.Dispose();
        rowsOfGroups.Dispose();
        base.Dispose();
    }

    /// <summary>The group's result from its rows, each an array of arguments; null for null.</summary>
    protected abstract object? Result(object?[][] rows);

    private object?[][] Read(ReadOnlySpan<int> places)
    {
        var rows = new object?[places.Length][];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new object?[cells.Length];
        if (rows.Length == 0)
            return rows;
        fixed (int* p = places)
        {
            for (var c = 0; c < cells.Length; c++)
            {
                var values = cells[c].Read(p, 0, rows.Length);
                for (var i = 0; i < rows.Length; i++)
                    rows[i][c] = values.Read(i);
                values.Release();
            }
        }

        return rows;
    }
}
