using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sharing;

namespace Spindle.Execution.Streaming;

/// <summary>Passes some rows of a source of one morsel, whose rows come in order: those past an offset, up to a count. Nothing is held.</summary>
internal sealed class SliceOperator(long offset, long count, NodeMetrics metrics) : StreamingOperator
{
    private long skip = offset;
    private long left = count;

    public override Stage Open(WorkerContext worker, Stage next) => new SliceStage(worker, metrics, next, this);

    private sealed class SliceStage(WorkerContext worker, NodeMetrics metrics, Stage next, SliceOperator slice) : Stage(worker, metrics, next)
    {
        public override bool WantsMore => Interlocked.Read(ref slice.left) > 0 && base.WantsMore;

        protected override void Process(RecordBatch batch)
        {
            var first = Math.Min(slice.skip, batch.Rows);
            var rows = Math.Min(batch.Rows - first, slice.left);
            slice.skip -= first;
            slice.left -= rows;
            if (rows > 0)
                EmitOwned(RowRange.Of(batch, (int)first, (int)rows, Budget));
        }
    }
}
