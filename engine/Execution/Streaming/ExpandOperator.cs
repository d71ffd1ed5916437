using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Streaming;

/// <summary>Gives each row once for every projection.</summary>
internal sealed class ExpandOperator(ExpandExec plan, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) => new ExpandStage(worker, metrics, next, plan);

    private sealed class ExpandStage : Stage
    {
        private readonly List<ProjectionEvaluator> projections = [];

        public ExpandStage(WorkerContext worker, NodeMetrics metrics, Stage next, ExpandExec plan) : base(worker, metrics, next)
        {
            try
            {
                foreach (var projection in plan.Projections)
                    projections.Add(ProjectionEvaluator.Compile(projection, worker.EvaluationOf(metrics)));
            }
            catch
            {
                Release();
                throw;
            }
        }

        public override void Dispose()
        {
            Release();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            foreach (var projection in projections)
                EmitOwned(new RecordBatch(projection.Evaluate(batch), batch.Length, batch.Selection?.Retain()));
        }

        private void Release()
        {
            foreach (var projection in projections)
                projection.Dispose();
        }
    }
}
