using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Aggregation;

/// <summary>Groups and their states: one worker's, or one partition's of all. Without keys there is one group, from the start.</summary>
internal sealed unsafe class GroupSet : IDisposable
{
    private readonly AggregateShape shape;
    private readonly MemoryBudget budget;
    private readonly KeyTable keys;
    private readonly KeyScratch scratch;
    private readonly RowMaps maps;
    private NativeBuffer? ids;
    private bool disposed;

    public GroupSet(AggregateShape shape, MemoryBudget budget)
    {
        this.shape = shape;
        this.budget = budget;
        keys = new KeyTable(shape.KeyTypes, budget, shape.EqualHashes);
        scratch = new KeyScratch(budget);
        maps = new RowMaps(budget);
        Accumulators = new AccumulatorSet(shape, budget);
        try
        {
            if (!HasKeys)
                Grow(1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public AccumulatorSet Accumulators { get; }

    public int Count => HasKeys ? keys.Count : 1;

    private bool HasKeys => shape.KeyTypes.Length > 0;

    /// <summary>Room for that many more groups; false when the budget asks for spilling.</summary>
    public bool TryReserve(int more)
    {
        if (!HasKeys)
            return true;
        if (!keys.TryReserve(more))
            return false;
        for (var i = 0; i < Accumulators.Count; i++)
            if (!Accumulators[i].TryReserve(keys.Count + more))
                return false;
        return true;
    }

    /// <summary>The group of each row, made where it is new; valid until the next call.</summary>
    public int* Groups(ReadOnlySpan<Vector> keyColumns, int* lanes, int rows)
    {
        var needed = Math.Max(1L, rows) * sizeof(int);
        if (ids is null || ids.Capacity < needed)
        {
            ids?.Release();
            ids = null;
            ids = budget.AllocateZeroed(needed);
        }

        var target = (int*)ids.Pointer;
        if (HasKeys)
        {
            // States have room before keys are added: where memory is refused in between, every key that was made has its state.
            Grow(keys.Count + rows);
            keys.FindOrAdd(scratch, keyColumns, lanes, rows, target);
        }

        return target;
    }

    /// <summary>As <see cref="Groups"/>; null where memory is exhausted and there are groups that could be taken to disk. Some of the rows' groups may have been made then, in their initial state.</summary>
    public int* TryGroups(ReadOnlySpan<Vector> keyColumns, int* lanes, int rows)
    {
        try
        {
            return Groups(keyColumns, lanes, rows);
        }
        catch (SpindleException exception) when (exception.ErrorClass == ErrorClasses.UnableToAcquireMemory && HasKeys && Count > 0)
        {
            return null;
        }
    }

    /// <summary>Takes in groups that another table put out: keys and states, lent.</summary>
    public void Merge(RecordBatch states) => Merge(states, Groups(states.Columns[..shape.KeyTypes.Length], Lanes(states), states.Rows));

    /// <summary>As <see cref="Merge(RecordBatch)"/>; false, with nothing merged, where <see cref="TryGroups"/> gives none.</summary>
    public bool TryMerge(RecordBatch states)
    {
        var groups = TryGroups(states.Columns[..shape.KeyTypes.Length], Lanes(states), states.Rows);
        if (groups == null)
            return false;
        Merge(states, groups);
        return true;
    }

    /// <summary>Groups [start, start + count) as keys and states, owned by the caller.</summary>
    public RecordBatch States(int start, int count)
    {
        using var columns = new ColumnSet();
        using var groups = new NativeArray<int>(budget);
        groups.Ensure(count);
        for (var i = 0; i < count; i++)
            groups.Pointer[i] = start + i;
        for (var i = 0; i < shape.KeyTypes.Length; i++)
            columns.Add(keys.Read(i, start, count));
        for (var i = 0; i < Accumulators.Count; i++)
            Accumulators[i].States(groups.Pointer, count, columns);
        return new RecordBatch(columns.Take(), count);
    }

    /// <summary>The results of groups [start, start + count), owned by the caller.</summary>
    public RecordBatch Results(int start, int count)
    {
        using var columns = new ColumnSet();
        for (var i = 0; i < shape.KeyTypes.Length; i++)
            columns.Add(keys.Read(i, start, count));
        for (var i = 0; i < Accumulators.Count; i++)
            columns.Add(Accumulators[i].Evaluate(start, count));
        return new RecordBatch(columns.Take(), count);
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        keys.Dispose();
        scratch.Dispose();
        maps.Dispose();
        Accumulators.Dispose();
        ids?.Release();
        ids = null;
    }

    private static int* Lanes(RecordBatch batch) => batch.Selection is { } selection ? selection.Lanes : null;

    private void Merge(RecordBatch states, int* groups)
    {
        var lanes = Lanes(states);
        maps.Reset();
        for (var i = 0; i < Accumulators.Count; i++)
        {
            var views = new ColumnView[shape.StateCounts[i]];
            for (var k = 0; k < views.Length; k++)
                views[k] = maps.View(states[shape.StateOffsets[i] + k], lanes, states.Rows);
            Accumulators[i].Merge(groups, views, states.Rows);
        }
    }

    private void Grow(int groups)
    {
        for (var i = 0; i < Accumulators.Count; i++)
            Accumulators[i].Grow(groups);
    }
}
