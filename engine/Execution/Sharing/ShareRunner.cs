using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Sharing;

/// <summary>
/// Runs shared subplans and scalar subqueries before the plan that reads them. They may read one another, so each runs once all that it reads has run; there is no cycle.
/// </summary>
internal static class ShareRunner
{
    public static void Run(ShareExec plan, PlanCompiler compiler, TaskContext task)
    {
        var sharesDone = new bool[plan.Shares.Count];
        var subqueriesDone = new bool[plan.Subqueries.Count];
        for (var i = 0; i < sharesDone.Length; i++)
            RunShare(i);
        for (var i = 0; i < subqueriesDone.Length; i++)
            RunSubquery(i);

        void RunShare(int index)
        {
            if (sharesDone[index])
                return;
            sharesDone[index] = true;
            RunWhatIsRead(plan.Shares[index]);
            var rows = new SharedRows([.. plan.Shares[index].Schema.Fields.Select(f => f.Type)]);
            task.Shared.Add(index, rows);
            compiler.Run(plan.Shares[index], new SharedSink(rows, task, task.MetricsOf(plan)));
        }

        void RunSubquery(int index)
        {
            if (subqueriesDone[index])
                return;
            subqueriesDone[index] = true;
            RunWhatIsRead(plan.Subqueries[index]);
            task.Shared.AddSubquery(index, Value(plan.Subqueries[index], compiler, task));
        }

        void RunWhatIsRead(PhysicalPlan reader)
        {
            foreach (var node in reader.SelfAndDescendants())
            {
                if (node is SharedExec shared)
                    RunShare(shared.ShareId);
                foreach (var result in node.Expressions.SelectMany(e => e.SelfAndDescendants()).OfType<SubqueryResult>())
                    RunSubquery(result.Index);
            }
        }
    }

    private static Vector Value(PhysicalPlan subquery, PlanCompiler compiler, TaskContext task)
    {
        using var rows = new SharedRows([.. subquery.Schema.Fields.Select(f => f.Type)]);
        compiler.Run(subquery, new ValueSink(rows, task));
        var count = 0;
        for (var i = 0; i < rows.InMemory.Count; i++)
            count += rows.InMemory[i].Rows;
        if (count > 1)
            throw new SpindleException(ErrorClasses.ScalarSubqueryTooManyRows, "a scalar subquery gave more than one row: aggregate it, or add a LIMIT 1 or a condition that leaves one");
        using var builder = VectorBuilder.Create(subquery.Schema.Fields[0].Type, task.Budget);
        builder.Append(count == 0 ? null : rows.InMemory[0][0].Read(rows.InMemory[0].Lane(0)));
        return builder.Build();
    }

    /// <summary>Keeps what a scalar subquery gives, and stops it at the second row.</summary>
    private sealed class ValueSink(SharedRows rows, TaskContext task) : Sink
    {
        private int count;

        public override SinkStage Open(WorkerContext worker) => new ValueStage(worker, this);

        public override void Complete(TaskContext context) => rows.Complete();

        private sealed class ValueStage(WorkerContext worker, ValueSink sink) : SinkStage(worker, new NodeMetrics())
        {
            public override bool WantsMore => Volatile.Read(ref sink.count) < 2;

            public override void Finish()
            {
            }

            protected override void Process(RecordBatch batch)
            {
                var range = RowRange.Of(batch, 0, Math.Min(2, batch.Rows), sink.Budget);
                sink.Rows.Add(Worker.Sequence, range);
                Interlocked.Add(ref sink.count, batch.Rows);
            }
        }

        private SharedRows Rows => rows;

        private Columnar.Memory.MemoryBudget Budget => task.Budget;
    }
}
