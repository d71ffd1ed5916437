using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Spilling;
using Spindle.Execution.Storing;

namespace Spindle.Execution.Sorting;

/// <summary>Merges sorted runs from disk with a heap of their next rows; of equal rows the earlier run's comes first.</summary>
internal sealed unsafe class RunMerge : IDisposable
{
    private readonly SortShape shape;
    private readonly int width;
    private readonly Cursor[] cursors;
    private readonly RowStore output;
    private readonly PriorityQueue<int, int> heap;

    /// <param name="width">Columns of the shape's layout to put out.</param>
    public RunMerge(SortShape shape, IReadOnlyList<SpillFile> runs, int width, MemoryBudget budget)
    {
        this.shape = shape;
        this.width = width;
        output = new RowStore(shape.Types.Take(width), budget);
        cursors = [.. runs.Select(r => new Cursor(r.Read(shape.Types), shape, budget))];
        heap = new PriorityQueue<int, int>(Comparer<int>.Create((left, right) =>
            shape.Compare(cursors[left].Keys, cursors[left].Row, cursors[right].Keys, cursors[right].Row) is var order and not 0 ? order : left.CompareTo(right)));
        try
        {
            for (var i = 0; i < cursors.Length; i++)
                if (cursors[i].NextBatch())
                    heap.Enqueue(i, i);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The next rows, owned by the caller; null at the end.</summary>
    public RecordBatch? Read(int rows)
    {
        var lanes = stackalloc int[1];
        while (output.Count < rows && heap.TryDequeue(out var run, out _))
        {
            var cursor = cursors[run];
            *lanes = cursor.Row;
            output.Append(cursor.Batch!.Columns[..width], lanes, 1);
            if (cursor.Advance())
                heap.Enqueue(run, run);
        }

        var count = output.Count;
        return count == 0 ? null : new RecordBatch(output.Finish(), count);
    }

    public void Dispose()
    {
        foreach (var cursor in cursors)
            cursor.Dispose();
        output.Dispose();
    }

    private sealed class Cursor(SpillReader reader, SortShape shape, MemoryBudget budget) : IDisposable
    {
        private readonly RowMaps maps = new(budget);

        public RecordBatch? Batch { get; private set; }

        public ColumnView[] Keys { get; private set; } = [];

        public int Row { get; private set; }

        public bool Advance() => ++Row < Batch!.Length || NextBatch();

        public bool NextBatch()
        {
            Batch?.Release();
            Batch = null;
            Batch = reader.Read(budget);
            Row = 0;
            maps.Reset();
            if (Batch is not null)
                Keys = shape.KeyViews(Batch.Columns, maps);
            return Batch is not null;
        }

        public void Dispose()
        {
            Batch?.Release();
            Batch = null;
            maps.Dispose();
            reader.Dispose();
        }
    }
}
