using Spindle.Columnar.Vectors;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Sql.Running;

/// <summary>A running query's batches. Disposing it ends the query.</summary>
internal sealed class QueryResult(PhysicalPlan plan, IQueryExecution execution, string? sqlText) : IDisposable
{
    public PhysicalPlan Plan { get; } = plan;

    public IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics => execution.Metrics;

    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    public RecordBatch? Next() => QueryCompiler.Guarded(sqlText, execution.Next);

    public void Dispose() => execution.Dispose();
}
