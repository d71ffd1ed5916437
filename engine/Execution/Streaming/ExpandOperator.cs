using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Streaming;

/// <summary>Gives each row once for every projection.</summary>
internal sealed class ExpandOperator(ExpandExec plan, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) =>
        new ExpandStage(worker, metrics, next, [.. plan.Projections.Select(p => ProjectionEvaluator.Compile(p, worker.Evaluation))]);

    private sealed class ExpandStage(WorkerContext worker, NodeMetrics metrics, Stage next, ProjectionEvaluator[] projections) : Stage(worker, metrics, next)
    {
        public override void Dispose()
        {
            foreach (var projection in projections)
                projection.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            foreach (var projection in projections)
                EmitOwned(new RecordBatch(projection.Evaluate(batch), batch.Length, batch.Selection?.Retain()));
        }
    }
}
