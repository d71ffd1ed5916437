using System.Runtime.ExceptionServices;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sources;

namespace Spindle.Sql.Running;

/// <summary>Runs a plan into a table's sink: several writers take batches from one query, and the job commits once all have finished.</summary>
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
            // Executors write where the rows are; here only what they wrote is committed.
            var elsewhere = state.Topology.IsCluster ? job.Describe() : null;
            using var result = state.Compiler.StartAnalyzed(analyzed, sqlText, cancellation, elsewhere);
            if (elsewhere is not null)
                return Commit(job, Receipts(result));

            // An order lasts only within one file.
            var writers = IsOrdered(analyzed) ? 1 : Math.Min(state.Threads, AskedFor(plan));
            var written = Run(result, job, writers);
            return Commit(job, written);
        }
        catch
        {
            job.Abort();
            throw;
        }
    }

    private static long Commit(IWriteJob job, List<WrittenFiles> written)
    {
        job.Commit(written);
        return written.Sum(w => w.Rows);
    }

    private static List<WrittenFiles> Receipts(QueryResult result)
    {
        var written = new List<WrittenFiles>();
        while (result.Next() is { } batch)
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                var lane = batch.Lane(i);
                var paths = (ValueList<object?>)batch[2].Read(lane)!;
                written.Add(new WrittenFiles((int)batch[0].Read(lane)!, (int)batch[1].Read(lane)!, paths.Select(p => p!.ToString()!).ToValueList(), (long)batch[3].Read(lane)!, (long)batch[4].Read(lane)!));
            }

            batch.Release();
        }

        return written;
    }

    private List<WrittenFiles> Run(QueryResult result, IWriteJob job, int writers)
    {
        var gate = new Lock();
        var written = new List<WrittenFiles>();
        Exception? failure = null;
        var threads = Enumerable.Range(1, writers - 1).Select(partition => new Thread(() => Attempt(partition)) { IsBackground = true, Name = $"writer {partition}" }).ToList();
        foreach (var thread in threads)
            thread.Start();
        Attempt(0);
        foreach (var thread in threads)
            thread.Join();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return written;

        void Attempt(int partition)
        {
            try
            {
                using var writer = job.Open(partition, 0, state.Budget);
                while (Next() is { } batch)
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

                var files = writer.Finish();
                lock (gate)
                    written.Add(files);
            }
            catch (Exception error)
            {
                lock (gate)
                    failure ??= error;
            }
        }

        RecordBatch? Next()
        {
            lock (gate)
                return failure is null ? result.Next() : null;
        }
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
