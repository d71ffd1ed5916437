using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Sorting;

/// <summary>Reads the rows of a <see cref="TopNSink"/> past the offset.</summary>
internal sealed class TopNSource(TopNSink top, long offset, long count, NodeMetrics metrics) : Source(metrics)
{
    private bool taken;

    public override Morsel? Take()
    {
        if (taken || top.Rows is not { } rows || rows.Count <= offset)
            return null;
        taken = true;
        return new Rows(rows, top.Shape.Width, (int)offset, (int)Math.Min(rows.Count, offset + count));
    }

    private sealed class Rows(SortedRows rows, int width, int next, int end) : Morsel
    {
        private int next = next;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (next >= end)
                return null;
            var start = next;
            next = (int)Math.Min(end, (long)next + worker.Task.Settings.BatchRows);
            return rows.Read(start, next - start, width, worker.Budget);
        }
    }
}
