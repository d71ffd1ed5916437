using Spindle.Columnar.Builders;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Scans;

/// <summary>Rows written in the query. One worker takes them, in two batches at least: Spark reckons partial aggregates of them in as many partitions, and so do the recorded answers.</summary>
internal sealed class ValuesSource(ValuesExec plan, TaskContext task, NodeMetrics metrics) : Source(metrics)
{
    private int next;

    public override Morsel? Take()
    {
        if (next >= plan.Rows.Count)
            return null;
        var first = next;
        next = Math.Min(plan.Rows.Count, next + task.Settings.BatchRows);
        return new Rows(plan, first, next);
    }

    private sealed class Rows(ValuesExec plan, int first, int end) : Morsel
    {
        private int first = first;

        public override RecordBatch? Read(WorkerContext worker)
        {
            if (first >= end)
                return null;
            var half = plan.Rows.Count / 2;
            var until = first < half ? Math.Min(half, end) : end;
            var columns = new Vector[plan.Columns.Fields.Count];
            try
            {
                for (var c = 0; c < columns.Length; c++)
                {
                    using var builder = VectorBuilder.Create(plan.Columns.Fields[c].Type, worker.Budget);
                    for (var r = first; r < until; r++)
                        builder.Append(Value(plan.Rows[r][c], worker));
                    columns[c] = builder.Build();
                }

                var rows = until - first;
                first = until;
                return new RecordBatch(columns, rows);
            }
            catch
            {
                foreach (var column in columns)
                    column?.Release();
                throw;
            }
        }

        private static object? Value(Expression expression, WorkerContext worker)
        {
            if (expression is Literal literal)
                return literal.Value;
            using var evaluator = ExpressionEvaluator.Compile(expression, worker.Evaluation);
            var row = new RecordBatch([], 1);
            try
            {
                var vector = evaluator.Evaluate(row);
                var value = vector.Read(0);
                vector.Release();
                return value;
            }
            finally
            {
                row.Release();
            }
        }
    }
}
