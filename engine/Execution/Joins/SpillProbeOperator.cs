using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Joins;

/// <summary>Takes the probe side's rows to disk, where the build side is already; <see cref="SpilledJoinSource"/> joins them once all are there.</summary>
internal sealed class SpillProbeOperator(JoinShape shape, SpilledJoin spilled, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) =>
        new SpillStage(worker, metrics, next, spilled, ProjectionEvaluator.Compile(shape.LeftKeys, worker.EvaluationOf(metrics)));

    private sealed class SpillStage(WorkerContext worker, NodeMetrics metrics, Stage next, SpilledJoin spilled, ProjectionEvaluator keys) : Stage(worker, metrics, next)
    {
        public override void Dispose()
        {
            keys.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            var vectors = keys.Evaluate(batch);
            try
            {
                spilled.WriteProbe(batch, vectors);
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
            }
        }
    }
}
