using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Logical;

namespace Spindle.Execution.Joins;

/// <summary>Joins the rows that pass with a finished build side.</summary>
internal sealed class JoinProbeOperator(JoinShape shape, JoinTable table, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) => new ProbeStage(worker, metrics, next, shape, table);

    private sealed class ProbeStage : Stage
    {
        private readonly ProjectionEvaluator keys;
        private readonly JoinProbe probe;
        private readonly Action<RecordBatch> emit;
        private readonly bool isEmpty;

        public ProbeStage(WorkerContext worker, NodeMetrics metrics, Stage next, JoinShape shape, JoinTable table) : base(worker, metrics, next)
        {
            keys = ProjectionEvaluator.Compile(shape.LeftKeys, worker.EvaluationOf(metrics));
            try
            {
                probe = new JoinProbe(shape, table, worker.EvaluationOf(metrics), worker.Task.Settings.BatchRows);
            }
            catch
            {
                keys.Dispose();
                throw;
            }

            emit = Emit;
            // Without build rows these kinds have no results at all, so the probe side need not be read.
            isEmpty = table.Rows == 0 && (shape.Kind is JoinKind.Inner or JoinKind.LeftSemi or JoinKind.Right or JoinKind.RightSemi or JoinKind.RightAnti);
        }

        public override bool WantsMore => !isEmpty && base.WantsMore;

        public override void Dispose()
        {
            keys.Dispose();
            probe.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            var vectors = keys.Evaluate(batch);
            try
            {
                probe.Probe(batch, vectors, emit);
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
            }
        }
    }
}
