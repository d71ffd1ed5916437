using Spindle.Columnar.Vectors;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Sql.Running;

/// <summary>A running query's batches. Disposing it ends the query.</summary>
/// <param name="run">Its place among the queries under way.</param>
/// <param name="hold">What keeps the rows that it reads where they are.</param>
/// <param name="progress">What shows how far it is; null where nobody looks.</param>
internal sealed class QueryResult(PhysicalPlan plan, IQueryExecution execution, string? sqlText, QueryRun run, QueryProgress? progress = null, IDisposable? hold = null) : IDisposable
{
    public PhysicalPlan Plan { get; } = plan;

    public IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics => execution.Metrics;

    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">The query failed, or its group was cancelled.</exception>
    public RecordBatch? Next()
    {
        try
        {
            return QueryCompiler.Guarded(sqlText, execution.Next);
        }
        catch (OperationCanceledException) when (run.Reason is { } reason)
        {
            throw SessionErrors.Cancelled(reason);
        }
    }

    /// <summary>Rows are about to be shown where the progress stands.</summary>
    public void HideProgress() => progress?.Dispose();

    public void Dispose()
    {
        progress?.Dispose();
        execution.Dispose();
        run.Dispose();
        hold?.Dispose();
    }
}
