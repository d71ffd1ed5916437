using Spindle.Plans;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sources;

namespace Spindle.Sql.Running;

/// <summary>Runs a plan into a table's sink. Rows are written where they are made, by several writers; the job commits once all have finished.</summary>
internal sealed class TableWriting(SessionState state)
{
    /// <returns>The number of rows written.</returns>
    public long Write(LogicalPlan plan, string? sqlText, ITableSink sink, CancellationToken cancellation = default)
    {
        var used = state.Cache.Use(plan);
        using var held = used.Hold;
        var analyzed = state.Compiler.Analyze(used.Plan, sqlText, used.Names);
        // Names that rise with time: rows that nobody ordered are read in the order in which they were inserted.
        var job = sink.Begin($"{state.NowMicros:x14}{Guid.NewGuid():n}"[..24]);
        try
        {
            // An order lasts only within one file.
            var writers = IsOrdered(analyzed) ? 1 : Math.Min(state.Threads, AskedFor(plan));
            ITableHandle? place = state.Topology.IsCluster ? job.Describe() : InOrder(writers) ? null : new OpenJob(job, writers, sink.DisplayName, sink.Schema);
            using var result = state.Compiler.StartAnalyzed(analyzed, sqlText, cancellation, place);
            var written = place is null ? [Write(result, job)] : Written(result);
            job.Commit(written);
            return written.Sum(w => w.Rows);
        }
        catch
        {
            job.Abort();
            throw;
        }
    }

    // Several threads make rows, and one writer is to have them in their order.
    private bool InOrder(int writers) => writers == 1 && state.Threads > 1;

    private static List<WrittenFiles> Written(QueryResult result)
    {
        var written = new List<WrittenFiles>();
        while (result.Next() is { } batch)
        {
            written.AddRange(Receipts.Read(batch));
            batch.Release();
        }

        return written;
    }

    private WrittenFiles Write(QueryResult result, IWriteJob job)
    {
        using var writer = job.Open(0, 0, state.Budget);
        while (result.Next() is { } batch)
        {
            try
            {
                writer.Write(batch);
            }
            finally
            {
                batch.Release();
            }
        }

        return writer.Finish();
    }

    // coalesce(n) and repartition(n) right before a write say how many files there are to be at most.
    private static int AskedFor(LogicalPlan plan) =>
        (plan is UnresolvedFrame frame ? frame.Child : plan) is UnresolvedHint { Name: "COALESCE" or "REPARTITION", Arguments: [Literal { Value: int and > 0 and var count }, ..] } ? count : int.MaxValue;

    private static bool IsOrdered(LogicalPlan plan) => plan switch
    {
        Sort => true,
        Project project => IsOrdered(project.Child),
        Limit limit => IsOrdered(limit.Child),
        SubqueryAlias alias => IsOrdered(alias.Child),
        _ => false,
    };
}
