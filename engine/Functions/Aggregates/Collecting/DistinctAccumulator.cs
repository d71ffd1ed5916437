using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Functions.Aggregates.Collecting;

/// <summary>Hands each distinct list of arguments of a group to another accumulator once: <c>count(DISTINCT a, b)</c>, <c>collect_set</c>. Its state is the arguments.</summary>
internal sealed unsafe class DistinctAccumulator : Accumulator
{
    // A batch's rows may all be new to the sets.
    private const int RowsOfBatch = RecordBatch.TargetRows;

    private readonly Accumulator inner;
    private readonly StructType arguments;
    private readonly KeyTable seen;
    private readonly KeyScratch scratch;
    private readonly RowMaps maps;
    private CollectedRows? rowsOfGroups;

    public DistinctAccumulator(Accumulator inner, IEnumerable<DataType> argumentTypes, MemoryBudget budget, bool equalHashes) : base(budget)
    {
        this.inner = inner;
        arguments = new StructType([.. argumentTypes.Select((t, i) => new Field($"a{i}", t))]);
        seen = new KeyTable([DataType.Int, .. arguments.Fields.Select(f => f.Type)], budget, equalHashes);
        scratch = new KeyScratch(budget);
        maps = new RowMaps(budget);
        State = new StructType([new Field("distinct", new ArrayType(arguments, false), false)]);
    }

    public override StructType State { get; }

    public override bool TryReserve(int groups) => inner.TryReserve(groups) && seen.TryReserve(RowsOfBatch);

    public override void Grow(int groups) => inner.Grow(groups);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> columns, int rows)
    {
        if (rows == 0)
            return;
        rowsOfGroups?.Dispose();
        rowsOfGroups = null;
        maps.Reset();
        var keys = new Vector[columns.Length + 1];
        var fresh = maps.Rent(rows);
        var freshGroups = maps.Rent(rows);
        var ids = maps.Rent(rows);
        try
        {
            var groupIds = Budget.Allocate((long)rows * sizeof(int));
            new ReadOnlySpan<int>(groups, rows).CopyTo(new Span<int>(groupIds.Pointer, rows));
            keys[0] = new FlatVector(DataType.Int, rows, groupIds);
            for (var i = 0; i < columns.Length; i++)
                keys[i + 1] = Rows(columns[i], rows);
            var before = seen.Count;
            seen.FindOrAdd(scratch, keys, null, rows, ids);
            var count = 0;
            var met = new bool[seen.Count - before];
            for (var i = 0; i < rows; i++)
            {
                if (ids[i] < before || met[ids[i] - before])
                    continue;
                met[ids[i] - before] = true;
                fresh[count] = i;
                freshGroups[count++] = groups[i];
            }

            var views = new ColumnView[columns.Length];
            for (var i = 0; i < views.Length; i++)
                views[i] = maps.View(keys[i + 1], fresh, count);
            inner.Update(freshGroups, views, count);
        }
        finally
        {
            foreach (var key in keys)
                key?.Release();
        }
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        using var lists = new ListRows(states[0], groups, rows, Budget);
        if (lists.Count == 0)
            return;
        using var listMaps = new RowMaps(Budget);
        var structs = (StructVector)lists.Elements.Plain;
        var views = new ColumnView[structs.Children.Length];
        for (var i = 0; i < views.Length; i++)
            views[i] = listMaps.View(structs.Children[i], lists.Elements.Map, lists.Count);
        Update(lists.Groups, views, lists.Count);
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        if (rowsOfGroups is null)
        {
            rowsOfGroups = new CollectedRows(Budget);
            using var owners = new ColumnSet();
            owners.Add(seen.Read(0, 0, seen.Count));
            for (var i = 0; i < seen.Count; i++)
                rowsOfGroups.Add(((int*)((FlatVector)owners.Columns[0]).Values)[i]);
        }

        using var buffers = new BufferSet(Budget);
        var offsets = buffers.Add((long)count * sizeof(int));
        var sizes = buffers.Add((long)count * sizeof(int));
        var positions = new List<int>();
        for (var i = 0; i < count; i++)
        {
            var rows = rowsOfGroups.Of(groups[i]);
            ((int*)offsets.Pointer)[i] = positions.Count;
            ((int*)sizes.Pointer)[i] = rows.Length;
            positions.AddRange(rows);
        }

        using var children = new ColumnSet();
        fixed (int* p = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(positions))
            for (var c = 0; c < arguments.Fields.Count; c++)
                children.Add(seen.ReadAt(c + 1, p, positions.Count));
        buffers.Take();
        target.Add(new ListVector(State.Fields[0].Type, count, offsets, sizes, new StructVector(arguments, positions.Count, children.Take())));
    }

    public override Vector Evaluate(int start, int count) => inner.Evaluate(start, count);

    public override void Dispose()
    {
        inner.Dispose();
        seen.Dispose();
        scratch.Dispose();
        maps.Dispose();
        rowsOfGroups?.Dispose();
        base.Dispose();
    }

    private Vector Rows(in ColumnView column, int rows)
    {
        if (column.Map == null && column.Plain.Length == rows)
            return column.Plain.Retain();
        var lanes = column.Map;
        if (lanes == null)
        {
            lanes = maps.Rent(rows);
            for (var i = 0; i < rows; i++)
                lanes[i] = i;
        }

        // A bare NULL's view maps every row to one invalid position.
        return Gather.Lanes(column.Plain, lanes, rows, Budget);
    }
}
