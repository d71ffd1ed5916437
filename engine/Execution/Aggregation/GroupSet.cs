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
        if (!HasKeys)
            Grow();
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
            keys.FindOrAdd(scratch, keyColumns, lanes, rows, target);
            Grow();
        }

        return target;
    }

    /// <summary>Takes in groups that another table put out: keys and states, lent.</summary>
    public void Merge(RecordBatch states)
    {
        var lanes = states.Selection is { } selection ? selection.Lanes : null;
        var groups = Groups(states.Columns[..shape.KeyTypes.Length], lanes, states.Rows);
        maps.Reset();
        for (var i = 0; i < Accumulators.Count; i++)
        {
            var views = new ColumnView[shape.StateCounts[i]];
            for (var k = 0; k < views.Length; k++)
                views[k] = maps.View(states[shape.StateOffsets[i] + k], lanes, states.Rows);
            Accumulators[i].Merge(groups, views, states.Rows);
        }
    }

    /// <summary>Groups [start, start + count) as keys and states, owned by the caller.</summary>
    public RecordBatch States(int start, int count)
    {
        var columns = new List<Vector>(shape.StateTypes.Length);
        var buffer = budget.Allocate((long)count * sizeof(int));
        try
        {
            for (var i = 0; i < count; i++)
                ((int*)buffer.Pointer)[i] = start + i;
            for (var i = 0; i < shape.KeyTypes.Length; i++)
                columns.Add(keys.Read(i, start, count));
            for (var i = 0; i < Accumulators.Count; i++)
                columns.AddRange(Accumulators[i].States((int*)buffer.Pointer, count));
            return new RecordBatch([.. columns], count);
        }
        catch
        {
            foreach (var column in columns)
                column.Release();
            throw;
        }
        finally
        {
            buffer.Release();
        }
    }

    /// <summary>The results of groups [start, start + count), owned by the caller.</summary>
    public RecordBatch Results(int start, int count)
    {
        var columns = new Vector[shape.KeyTypes.Length + Accumulators.Count];
        try
        {
            for (var i = 0; i < shape.KeyTypes.Length; i++)
                columns[i] = keys.Read(i, start, count);
            for (var i = 0; i < Accumulators.Count; i++)
                columns[shape.KeyTypes.Length + i] = Accumulators[i].Evaluate(start, count);
            return new RecordBatch(columns, count);
        }
        catch
        {
            foreach (var column in columns)
                column?.Release();
            throw;
        }
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

    private void Grow()
    {
        for (var i = 0; i < Accumulators.Count; i++)
            Accumulators[i].Grow(Count);
    }
}
