using System.Diagnostics;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;
using Spindle.Plans.UserCode;

namespace Spindle.Execution.UserFunctions;

/// <summary>Runs the user's steps over rows as objects. A morsel is a partition.</summary>
internal sealed class UserRowsOperator(UserRowsExec plan, NodeMetrics metrics) : StreamingOperator
{
    public override Pipelines.Stage Open(WorkerContext worker, Pipelines.Stage next) => new UserRowsStage(plan, worker, metrics, next);

    private sealed class UserRowsStage : Pipelines.Stage
    {
        private readonly IUserRows rows;

        public UserRowsStage(UserRowsExec plan, WorkerContext worker, NodeMetrics metrics, Pipelines.Stage next) : base(worker, metrics, next)
        {
            var host = worker.Task.UserFunctions ?? throw new UnreachableException($"{plan.Describe()} is the user's, and this process has no user code");
            rows = host.Open(plan, worker.Task.Settings.BatchRows, EmitOwned, worker.Budget);
        }

        public override void Dispose()
        {
            rows.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch) => rows.Push(batch);

        protected override void Flush() => rows.Finish();
    }
}
