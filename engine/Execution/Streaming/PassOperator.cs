using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Streaming;

/// <summary>Counts the rows of a node that does nothing to them (a union, a share's child).</summary>
internal sealed class PassOperator(NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) => new PassStage(worker, metrics, next);

    private sealed class PassStage(WorkerContext worker, NodeMetrics metrics, Stage next) : Stage(worker, metrics, next)
    {
        protected override void Process(RecordBatch batch) => Emit(batch);
    }
}
