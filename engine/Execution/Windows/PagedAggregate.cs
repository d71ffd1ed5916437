using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Aggregates;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary>
/// An aggregate over each row's frame, in a partition on disk. Each page's rows are summed up into one state first, which stays in memory; the frames of some rows are then the rows before the whole
/// pages that all of them hold, the states of these pages, and the rows behind them.
/// <code>
///  pages             |   0   |   1   |   2   |   3   |   4   |
///  frame of row a       ------------------------
///  frame of row b          --------------------------
///                       head | states of 1, 2| tail
/// </code>
/// </summary>
internal sealed unsafe class PagedAggregate : IDisposable
{
    /// <summary>Rows outside of whole pages that are in memory at once; where there would be more, fewer frames are worked off together.</summary>
    private const int MostRows = 32_768;

    private const int Step = 1024;

    private readonly WindowCall window;
    private readonly AggregateCall call;
    private readonly PagedPartition rows;
    private readonly PagedKeys? keys;
    private readonly WorkerContext worker;
    private readonly MemoryBudget budget;
    private readonly FrameArguments inputs;
    private readonly RowMaps maps;
    private readonly ColumnSet states = new();
    private readonly ColumnSet middle = new();
    private (int First, int End) middlePages;
    private Accumulator? middleState;

    public PagedAggregate(WindowCall window, AggregateCall call, PagedPartition rows, PagedKeys? keys, WorkerContext worker)
    {
        this.window = window;
        this.call = call;
        this.rows = rows;
        this.keys = keys;
        this.worker = worker;
        budget = worker.Budget;
        inputs = new FrameArguments(call, worker.Evaluation);
        maps = new RowMaps(budget);
        try
        {
            SumUpPages();
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
        var frames = new WindowFrames(window, block, worker.Evaluation, keys);
        var (starts, ends) = (frames.Start, frames.End);
        for (var row = 0; row < block.Rows; row++)
            (starts[row], ends[row]) = (starts[row] + page.Start, ends[row] + page.Start);
        using var accumulator = Create(block.Rows);
        Feed(accumulator, starts, ends, 0, block.Rows);
        return accumulator.Evaluate(0, block.Rows);
    }

    public void Dispose()
    {
        inputs.Dispose();
        maps.Dispose();
        states.Dispose();
        middle.Dispose();
        middleState?.Dispose();
    }

    private Accumulator Create(int groups)
    {
        var accumulator = AggregateFunctions.Create(call, budget, worker.Task.Settings.EqualHashes, worker.Evaluation.UserFunctions);
        try
        {
            accumulator.Grow(groups);
            return accumulator;
        }
        catch
        {
            accumulator.Dispose();
            throw;
        }
    }

    private void SumUpPages()
    {
        using var accumulator = Create(rows.Pages.Count);
        using var pairs = new PairList(budget);
        for (var page = 0; page < rows.Pages.Count; page++)
        {
            using var arguments = new ColumnSet();
            var passing = Arguments(page, 0, rows.Pages[page].Rows, arguments);
            for (var row = 0; row < rows.Pages[page].Rows; row++)
                if (passing is null || passing[row])
                    pairs.Add(page, row);
            accumulator.Update(pairs.Groups, Views(arguments.Columns, pairs.Rows, pairs.Count), pairs.Count);
            pairs.Clear();
        }

        using var all = new NativeArray<int>(budget);
        all.Ensure(rows.Pages.Count);
        for (var page = 0; page < rows.Pages.Count; page++)
            all.Pointer[page] = page;
        accumulator.States(all.Pointer, rows.Pages.Count, states);
    }

    /// <summary>Feeds the frames of rows [first, end) of the page, each to the group of its row.</summary>
    private void Feed(Accumulator target, int[] starts, int[] ends, int first, int end)
    {
        var (low, lastStart, firstEnd, high) = (int.MaxValue, -1, int.MaxValue, -1);
        for (var row = first; row < end; row++)
        {
            if (starts[row] == ends[row])
                continue;
            (low, lastStart) = (Math.Min(low, starts[row]), Math.Max(lastStart, starts[row]));
            (firstEnd, high) = (Math.Min(firstEnd, ends[row]), Math.Max(high, ends[row]));
        }

        if (high < 0)
            return;
        var (firstPage, endPage) = (rows.PageOf(lastStart), rows.PageOf(firstEnd - 1) + 1);
        firstPage += rows.Pages[firstPage].Start < lastStart ? 1 : 0;
        endPage -= rows.Pages[endPage - 1].End > firstEnd ? 1 : 0;
        var isParted = firstPage < endPage;
        var (headEnd, tailStart) = isParted ? (rows.Pages[firstPage].Start, rows.Pages[endPage - 1].End) : (high, high);
        if (headEnd - low + (high - tailStart) > MostRows && end - first > 1)
        {
            var half = first + (end - first) / 2;
            Feed(target, starts, ends, first, half);
            Feed(target, starts, ends, half, end);
            return;
        }

        FeedRows(target, starts, ends, first, end, low, headEnd);
        if (isParted)
            FeedPages(target, starts, ends, first, end, firstPage, endPage);
        FeedRows(target, starts, ends, first, end, tailStart, high);
    }

    /// <summary>Feeds what of the frames lies in the partition's rows [low, high).</summary>
    private void FeedRows(Accumulator target, int[] starts, int[] ends, int first, int end, int low, int high)
    {
        if (low >= high)
            return;
        using var arguments = new ColumnSet();
        var passing = Segment(low, high, arguments);
        using var tree = new StateTree([.. arguments.Columns], passing, high - low, Create, budget);
        var from = new int[Math.Min(Step, end - first)];
        var to = new int[from.Length];
        for (var next = first; next < end; next += Step)
        {
            worker.CheckCancelled();
            var count = Math.Min(Step, end - next);
            for (var i = 0; i < count; i++)
            {
                from[i] = Math.Clamp(starts[next + i], low, high) - low;
                to[i] = Math.Max(from[i], Math.Clamp(ends[next + i], low, high) - low);
            }

            tree.Collect(target, from.AsSpan(0, count), to.AsSpan(0, count), next);
        }
    }

    private void FeedPages(Accumulator target, int[] starts, int[] ends, int first, int end, int firstPage, int endPage)
    {
        Join(firstPage, endPage);
        using var pairs = new PairList(budget);
        for (var row = first; row < end; row++)
            if (starts[row] < ends[row])
                pairs.Add(row, 0);
        target.Merge(pairs.Groups, Views(middle.Columns, pairs.Rows, pairs.Count), pairs.Count);
    }

    /// <summary>Makes the one state of whole pages; where frames only grow it takes in what is new.</summary>
    private void Join(int firstPage, int endPage)
    {
        if (middle.Count > 0 && middlePages == (firstPage, endPage))
            return;
        if (middleState is null || middlePages.First != firstPage || middlePages.End > endPage)
        {
            middleState?.Dispose();
            middleState = null;
            middleState = Create(1);
            middlePages = (firstPage, firstPage);
        }

        using var pairs = new PairList(budget);
        for (var page = middlePages.End; page < endPage; page++)
            pairs.Add(0, page);
        middleState.Merge(pairs.Groups, Views(states.Columns, pairs.Rows, pairs.Count), pairs.Count);
        middlePages = (firstPage, endPage);
        middle.Dispose();
        var only = 0;
        middleState.States(&only, 1, middle);
    }

    /// <summary>The arguments of the partition's rows [low, high), from however many pages, and which of them pass.</summary>
    private bool[]? Segment(int low, int high, ColumnSet arguments)
    {
        var pieces = new List<ColumnSet>();
        bool[]? passing = null;
        try
        {
            for (var page = rows.PageOf(low); page < rows.Pages.Count && rows.Pages[page].Start < high; page++)
            {
                var start = rows.Pages[page].Start;
                var (from, to) = (Math.Max(low - start, 0), Math.Min(high - start, rows.Pages[page].Rows));
                var piece = new ColumnSet();
                pieces.Add(piece);
                if (Arguments(page, from, to, piece) is not { } passed)
                {
                    passing?.AsSpan(start + from - low, to - from).Fill(true);
                    continue;
                }

                if (passing is null)
                {
                    passing = new bool[high - low];
                    passing.AsSpan(0, start + from - low).Fill(true);
                }

                passed.AsSpan(from, to - from).CopyTo(passing.AsSpan(start + from - low));
            }

            for (var i = 0; i < pieces[0].Count; i++)
                arguments.Add(pieces.Count == 1 ? pieces[0].Columns[i].Retain() : Concatenation.Of([.. pieces.Select(p => p.Columns[i])], pieces[0].Columns[i].Type, 0, budget));
            return passing;
        }
        finally
        {
            foreach (var piece in pieces)
                piece.Dispose();
        }
    }

    /// <summary>The arguments of the page's rows [from, to), and of all of its rows which pass.</summary>
    private bool[]? Arguments(int page, int from, int to, ColumnSet target)
    {
        var batch = rows.Read(page);
        try
        {
            using var whole = new ColumnSet();
            var arguments = inputs.Evaluate(batch, out var passing);
            foreach (var argument in arguments)
                whole.Add(argument);
            using var lanes = new NativeArray<int>(budget);
            lanes.Ensure(to - from);
            for (var i = from; i < to; i++)
                lanes.Pointer[i - from] = i;
            foreach (var argument in whole.Columns)
                target.Add(from == 0 && to == batch.Length ? argument.Retain() : Gather.Lanes(argument, lanes.Pointer, to - from, budget));
            return passing;
        }
        finally
        {
            batch.Release();
        }
    }

    private ColumnView[] Views(IReadOnlyList<Vector> columns, int* lanes, int count)
    {
        maps.Reset();
        var views = new ColumnView[columns.Count];
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(columns[i], lanes, count);
        return views;
    }
}
