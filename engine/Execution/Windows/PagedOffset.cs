using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary><c>lag</c>, <c>lead</c> and <c>nth_value</c> in a partition on disk: the rows to take values from are worked out as numbers, then read page by page.</summary>
internal sealed unsafe class PagedOffset : IDisposable
{
    private readonly WindowCall window;
    private readonly WindowFunctionCall call;
    private readonly PagedPartition rows;
    private readonly PagedKeys? keys;
    private readonly WorkerContext worker;
    private readonly long offset;
    private readonly NotNullRows? notNull;
    private readonly ExpressionEvaluator value;
    private readonly ExpressionEvaluator? other;

    public PagedOffset(WindowCall window, WindowFunctionCall call, PagedPartition rows, PagedKeys? keys, WorkerContext worker)
    {
        this.window = window;
        this.call = call;
        this.rows = rows;
        this.keys = keys;
        this.worker = worker;
        var given = Convert.ToInt64(Constant.Of(call.Arguments[1], worker.Evaluation), System.Globalization.CultureInfo.InvariantCulture);
        offset = call.Function == "lag" ? -given : given;
        value = ExpressionEvaluator.Compile(call.Arguments[0], worker.Evaluation);
        try
        {
            other = call.Arguments.Count > 2 ? ExpressionEvaluator.Compile(call.Arguments[2], worker.Evaluation) : null;
            notNull = call.IgnoreNulls ? new NotNullRows(rows, call.Arguments[0], worker.Evaluation) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The results of a page's rows.</summary>
    public Vector Evaluate(WindowBlock block, PartitionPage page)
    {
        var targets = call.Function == "nth_value" ? Nth(block, page) : Neighbours(block.Rows, page);
        using var pieces = new ColumnSet();
        using var places = new NativeArray<int>(worker.Budget);
        places.Ensure(Math.Max(1, block.Rows));
        var count = Take(targets, places.Pointer, pieces);
        if (other is not null)
        {
            // Rows without such a neighbour take the default, whose lanes lie behind the values'.
            pieces.Add(other.Evaluate(block.Batch));
            for (var row = 0; row < block.Rows; row++)
                if (places.Pointer[row] < 0)
                    places.Pointer[row] = count + row;
        }

        using var all = new ColumnSet();
        all.Add(Concatenation.Of(pieces.Columns, call.Type, 1, worker.Budget));
        return Gather.Lanes(all.Columns[0], places.Pointer, block.Rows, worker.Budget, mayBeNegative: true);
    }

    public void Dispose()
    {
        value.Dispose();
        other?.Dispose();
        notNull?.Dispose();
    }

    private long[] Nth(WindowBlock block, PartitionPage page)
    {
        var frames = new WindowFrames(window, block, worker.Evaluation, keys);
        var targets = new long[block.Rows];
        for (var row = 0; row < targets.Length; row++)
        {
            var (start, end) = (frames.Start[row] + page.Start, frames.End[row] + page.Start);
            var target = notNull is null ? start + offset - 1 : notNull.Row(notNull.Before(start) + offset - 1);
            targets[row] = target < end ? target : -1;
        }

        return targets;
    }

    private long[] Neighbours(int count, PartitionPage page)
    {
        var targets = new long[count];
        for (var i = 0; i < count; i++)
        {
            var row = page.Start + i;
            var target = notNull is null || offset == 0 ? row + offset
                : offset < 0 ? notNull.Row(notNull.Before(row) + offset)
                : notNull.Row(notNull.Before(row + 1) + offset - 1);
            targets[i] = target >= 0 && target < rows.Rows ? target : -1;
        }

        return targets;
    }

    /// <summary>Reads the values of the rows wanted; a place is where a row's value lies among the pieces, -1 where it has none.</summary>
    /// <returns>Lanes of all pieces.</returns>
    private int Take(long[] targets, int* places, ColumnSet pieces)
    {
        using var lanes = new NativeArray<int>(worker.Budget);
        lanes.Ensure(Math.Max(1, targets.Length));
        var count = 0;
        for (var next = 0; next < targets.Length;)
        {
            if (targets[next] < 0)
            {
                places[next++] = -1;
                continue;
            }

            var page = rows.PageOf((int)targets[next]);
            var (start, end, taken) = (rows.Pages[page].Start, rows.Pages[page].End, 0);
            for (; next < targets.Length && (targets[next] < 0 || (targets[next] >= start && targets[next] < end)); next++)
            {
                places[next] = targets[next] < 0 ? -1 : count + taken;
                if (targets[next] >= 0)
                    lanes.Pointer[taken++] = (int)targets[next] - start;
            }

            count += taken;
            pieces.Add(Values(page, lanes.Pointer, taken));
        }

        return count;
    }

    private Vector Values(int page, int* lanes, int count)
    {
        var batch = rows.Read(page);
        Vector? values = null;
        try
        {
            values = value.Evaluate(batch);
            return Gather.Lanes(values, lanes, count, worker.Budget);
        }
        finally
        {
            values?.Release();
            batch.Release();
        }
    }
}
