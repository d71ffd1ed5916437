using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Streaming;

/// <summary>Keeps the rows for which a condition is true, by narrowing the selection.</summary>
internal sealed class FilterOperator(FilterExec plan, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) => new FilterStage(worker, metrics, next, PredicateEvaluator.Compile(plan.Condition, worker.EvaluationOf(metrics)));

    private sealed class FilterStage(WorkerContext worker, NodeMetrics metrics, Stage next, PredicateEvaluator condition) : Stage(worker, metrics, next)
    {
        public override void Dispose()
        {
            condition.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            var selection = condition.Filter(batch);
            if (selection is null)
                Emit(batch);
            else
                EmitOwned(batch.With(selection));
        }
    }
}
