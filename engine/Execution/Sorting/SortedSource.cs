using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Running;

namespace Spindle.Execution.Sorting;

/// <summary>
/// Reads what a <see cref="SortSink"/> gathered, in order: one morsel, so that one worker keeps the order, or pieces that several read where the pipeline puts morsels in their order again.
/// </summary>
internal sealed class SortedSource(SortSink sorted, NodeMetrics metrics) : Source(metrics)
{
    // What a worker may be ahead of the one that reads the rows before its own.
    private const int PieceRows = ResultQueue.BatchesPerMorsel * RecordBatch.TargetRows;

    private bool inPieces;
    private bool merged;
    private int next;

    public override void AllowPieces() => inPieces = true;

    public override Morsel? Take()
    {
        if (sorted.Runs.Count > 0)
        {
            if (merged)
                return null;
            merged = true;
            return new MergeMorsel(sorted);
        }

        if (sorted.Rows is not { } rows || next >= rows.Count)
            return null;
        var start = next;
        next = inPieces ? (int)Math.Min(rows.Count, (long)start + PieceRows) : rows.Count;
        return new RowsMorsel(rows, start, next, sorted.Shape.Width);
    }

    private sealed class RowsMorsel(SortedRows rows, int start, int end, int width) : Morsel
    {
        private int next = start;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (next >= end)
                return null;
            var start = next;
            next = (int)Math.Min(end, (long)next + worker.Task.Settings.BatchRows);
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
