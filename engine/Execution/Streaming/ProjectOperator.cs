using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Streaming;

/// <summary>Computes columns.</summary>
internal sealed class ProjectOperator(ProjectExec plan, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) =>
        new ProjectStage(worker, metrics, next, ProjectionEvaluator.Compile([.. plan.Items.Select(i => i.Expression)], worker.EvaluationOf(metrics)));

    private sealed class ProjectStage(WorkerContext worker, NodeMetrics metrics, Stage next, ProjectionEvaluator items) : Stage(worker, metrics, next)
    {
        public override void Dispose()
        {
            items.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch) =>
            EmitOwned(new RecordBatch(items.Evaluate(batch), batch.Length, batch.Selection?.Retain()));
    }
}
