using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Sorting;

/// <summary>Reads sorted rows with their key columns, and tells where runs of equal leading keys begin.</summary>
internal sealed class SortedReader(SortSink sorted, MemoryBudget budget) : IDisposable
{
    private readonly RowMaps maps = new(budget);
    private RunMerge? merge;
    private int next;
    private RecordBatch? previous;
    private RecordBatch? current;

    /// <summary>The next batch in the sort's layout, which the caller owns; null at the end.</summary>
    public RecordBatch? Read()
    {
        previous?.Release();
        previous = current;
        current = ReadBatch();
        return current?.Retain();
    }

    /// <summary>The last row of the batch just read at which one of the first so many keys differs from the row before; -1 where there is none.</summary>
    public int LastPartitionStart(int keys)
    {
        if (current is null || keys == 0)
            return -1;
        maps.Reset();
        var views = sorted.Shape.KeyViews(current.Columns, maps);
        for (var row = current.Length - 1; row > 0; row--)
            if (Differs(views, row - 1, views, row, keys))
                return row;
        return BeginsPartition(views, keys) ? 0 : -1;
    }

    /// <summary>As <see cref="LastPartitionStart"/>, the first such row.</summary>
    public int FirstPartitionStart(int keys)
    {
        if (current is null || keys == 0)
            return -1;
        maps.Reset();
        var views = sorted.Shape.KeyViews(current.Columns, maps);
        if (BeginsPartition(views, keys))
            return 0;
        for (var row = 1; row < current.Length; row++)
            if (Differs(views, row - 1, views, row, keys))
                return row;
        return -1;
    }

    public void Dispose()
    {
        previous?.Release();
        current?.Release();
        merge?.Dispose();
        maps.Dispose();
    }

    private bool BeginsPartition(ColumnView[] views, int keys) =>
        previous is not null && Differs(sorted.Shape.KeyViews(previous.Columns, maps), previous.Length - 1, views, 0, keys);

    private bool Differs(ColumnView[] left, int leftRow, ColumnView[] right, int rightRow, int keys)
    {
        for (var i = 0; i < keys; i++)
            if (sorted.Shape.Orders[i].Compare(left[i], leftRow, right[i], rightRow) != 0)
                return true;
        return false;
    }

    private RecordBatch? ReadBatch()
    {
        if (sorted.Runs.Count > 0)
        {
            merge ??= new RunMerge(sorted.Shape, sorted.Runs, sorted.Shape.Types.Length, budget);
            return merge.Read(RecordBatch.TargetRows);
        }

        if (sorted.Rows is not { } rows || next >= rows.Count)
            return null;
        var start = next;
        next = Math.Min(rows.Count, next + RecordBatch.TargetRows);
        return rows.Read(start, next - start, sorted.Shape.Types.Length, budget);
    }
}
