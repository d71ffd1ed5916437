using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Sorting;

/// <summary>Rows in memory and their order. Sorted by the first key's prefix, then, within equal prefixes, by comparing in full; equal rows keep their order.</summary>
internal sealed unsafe class SortedRows : IDisposable
{
    private readonly Vector[] columns;
    // Null where there was no room for it.
    private readonly PrefixOrder? order;
    private readonly RowMaps maps;
    private bool disposed;

    /// <param name="columns">In the shape's layout; taken over.</param>
    /// <param name="team">Workers that have nothing else to do; null where there are none.</param>
    public SortedRows(SortShape shape, Vector[] columns, int count, MemoryBudget budget, CancellationToken cancellation, WorkerTeam? team = null)
    {
        this.columns = columns;
        Count = count;
        maps = new RowMaps(budget);
        try
        {
            order = new PrefixOrder(count, budget);
            Sort(order, shape, cancellation, team);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count { get; }

    /// <summary>Rows [start, start + count) of the order, the first <paramref name="width"/> columns, owned by the caller.</summary>
    public RecordBatch Read(int start, int count, int width, MemoryBudget budget)
    {
        var lanes = budget.Allocate((long)count * sizeof(int));
        var output = new Vector[width];
        try
        {
            order!.Rows(start, lanes.AsSpan<int>(count));
            for (var c = 0; c < width; c++)
                output[c] = Gather.Lanes(columns[c], (int*)lanes.Pointer, count, budget);
            return new RecordBatch(output, count);
        }
        catch
        {
            foreach (var column in output)
                column?.Release();
            throw;
        }
        finally
        {
            lanes.Release();
        }
    }

    /// <summary>The first key's prefix of the row at a place in the order.</summary>
    public ulong Prefix(int place) => order!.Prefix(place);

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        foreach (var column in columns)
            column.Release();
        order?.Dispose();
        maps.Dispose();
    }

    private void Sort(PrefixOrder order, SortShape shape, CancellationToken cancellation, WorkerTeam? team)
    {
        if (Count == 0)
            return;
        var keys = shape.KeyViews(columns, maps);
        var exact = keys.Length > 0;
        WorkerTeam.RunRanges(team, Count, (_, start, end) =>
        {
            if (keys.Length == 0)
                new Span<ulong>(order.Words + start, end - start).Clear();
            else if (!SortPrefix.Encode(keys[0], start, end, shape.Orders[0].Descending, shape.Orders[0].NullsFirst, order.Words))
                Volatile.Write(ref exact, false);
        });
        cancellation.ThrowIfCancellationRequested();
        order.Sort(team);
        if (keys.Length == 0 || exact && keys.Length == 1)
            return;
        for (var (start, end) = (0, 0); start < Count; start = end)
        {
            end = order.EndOfEqual(start);
            if (end - start == 1)
                continue;
            cancellation.ThrowIfCancellationRequested();
            order.Resort(start, end, (left, right) => shape.Compare(keys, left, keys, right));
        }
    }
}
