using System.Diagnostics;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Windows;

/// <summary>Adds a window's columns to a partition on disk, page by page.</summary>
internal sealed class PagedWindow : IDisposable
{
    private readonly WindowExec plan;
    private readonly PagedPartition rows;
    private readonly WorkerContext worker;
    private readonly Dictionary<int, PagedAggregate> aggregates = [];
    private readonly Dictionary<int, PagedOffset> offsets = [];
    private int next;

    /// <param name="rows">The partition, whole; taken over.</param>
    public PagedWindow(WindowExec plan, PagedPartition rows, WorkerContext worker)
    {
        this.plan = plan;
        this.rows = rows;
        this.worker = worker;
        var keys = PagedKeys.Of(rows);
        try
        {
            for (var i = 0; i < plan.Calls.Count; i++)
            {
                var call = (WindowCall)plan.Calls[i].Expression;
                if (call.Function is AggregateCall aggregate)
                    aggregates.Add(i, new PagedAggregate(call, aggregate, rows, keys, worker));
                else if (call.Function is WindowFunctionCall function && !Ranking.Knows(function.Function))
                    offsets.Add(i, new PagedOffset(call, function, rows, keys, worker));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The next page's rows with all columns, owned by the caller; null at the end.</summary>
    public RecordBatch? Read()
    {
        if (next == rows.Pages.Count)
            return null;
        var page = rows.Pages[next];
        using var block = new WindowBlock(rows.Read(next), page, rows.Rows, rows.Shape, worker.Budget);
        next++;
        using var columns = new ColumnSet();
        foreach (var column in block.Batch.Columns[..rows.Shape.Width])
            columns.Add(column.Retain());
        for (var i = 0; i < plan.Calls.Count; i++)
            columns.Add(Evaluate(i, block, page));
        return new RecordBatch(columns.Take(), block.Rows);
    }

    public void Dispose()
    {
        foreach (var aggregate in aggregates.Values)
            aggregate.Dispose();
        foreach (var offset in offsets.Values)
            offset.Dispose();
        rows.Dispose();
    }

    private Vector Evaluate(int call, WindowBlock block, PartitionPage page) => ((WindowCall)plan.Calls[call].Expression).Function switch
    {
        AggregateCall => aggregates[call].Evaluate(block, page),
        WindowFunctionCall function when Ranking.Knows(function.Function) => Ranking.Evaluate(function, block, worker.Budget),
        WindowFunctionCall => offsets[call].Evaluate(block, page),
        var other => throw new UnreachableException(other.GetType().Name),
    };
}
