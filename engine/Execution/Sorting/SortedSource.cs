using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Sorting;

/// <summary>Reads what a <see cref="SortSink"/> gathered, in order: one morsel, so that one worker keeps the order.</summary>
internal sealed class SortedSource(SortSink sorted, NodeMetrics metrics) : Source(metrics)
{
    private bool taken;

    public override Morsel? Take()
    {
        if (taken)
            return null;
        taken = true;
        return sorted.Runs.Count > 0 ? new MergeMorsel(sorted) : sorted.Rows is { Count: > 0 } rows ? new RowsMorsel(rows, sorted.Shape.Width) : null;
    }

    private sealed class RowsMorsel(SortedRows rows, int width) : Morsel
    {
        private int next;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (next >= rows.Count)
                return null;
            var start = next;
            next = (int)Math.Min(rows.Count, (long)next + worker.Task.Settings.BatchRows);
            return rows.Read(start, next - start, width, worker.Budget);
        }
    }

    private sealed class MergeMorsel(SortSink sorted) : Morsel
    {
        private RunMerge? merge;

        public override RecordBatch? Read(WorkerContext worker)
        {
            merge ??= new RunMerge(sorted.Shape, sorted.Runs, sorted.Shape.Width, worker.Budget);
            return merge.Read(worker.Task.Settings.BatchRows);
        }

        public override void Dispose()
        {
            merge?.Dispose();
            base.Dispose();
        }
    }
}
