using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sorting;
using Spindle.Execution.Spilling;
using Spindle.Execution.Storing;

namespace Spindle.Execution.Windows;

/// <summary>
/// The sorted rows of one partition that is too large to be held: on disk, in pages that are read in any order. What must be known of all rows at once (where peers begin and end, dense ranks) is kept
/// a page and not a row.
/// </summary>
internal sealed unsafe class PagedPartition : IDisposable
{
    private const int MostRowsPerPage = 4096;
    private const int LeastRowsPerPage = 256;
    private const int PagesInMemory = 4;

    private readonly SortShape shape;
    private readonly TaskContext task;
    private readonly MemoryBudget budget;
    private readonly SpillFile file;
    private readonly RowStore waiting;
    private readonly RowMaps maps;
    private readonly List<PartitionPage> pages = [];
    private readonly List<(int Page, RecordBatch Rows)> recent = [];
    private readonly int orderKey;
    private SpillReader? reader;
    private RecordBatch? previous;
    private int peerStart;
    private int denseRank;
    private int nulls;
    private bool nullsFirst;

    /// <param name="partitionKeys">How many of the sort keys partition; the rest order.</param>
    public PagedPartition(SortShape shape, int partitionKeys, TaskContext task, NodeMetrics metrics, MemoryBudget budget)
    {
        this.shape = shape;
        this.task = task;
        this.budget = budget;
        orderKey = partitionKeys < shape.KeyColumns.Length ? shape.KeyColumns[partitionKeys] : -1;
        file = task.Spill.Create(metrics);
        waiting = new RowStore(shape.Types, budget);
        maps = new RowMaps(budget);
    }

    public SortShape Shape => shape;

    public IReadOnlyList<PartitionPage> Pages => pages;

    /// <summary>Rows of all pages.</summary>
    public int Rows => pages.Count == 0 ? 0 : pages[^1].End;

    /// <summary>The first order key's column; -1 where there is none.</summary>
    public int OrderColumn => orderKey;

    /// <summary>The rows whose first order key is not null: they lie together.</summary>
    public (int Start, int End) NotNull => nullsFirst ? (nulls, Rows) : (0, Rows - nulls);

    /// <summary>Adds the first rows of a batch without selection, lent.</summary>
    public void Append(RecordBatch batch, int rows)
    {
        using var lanes = new NativeArray<int>(budget);
        lanes.Ensure(Math.Max(1, rows));
        for (var i = 0; i < rows; i++)
            lanes.Pointer[i] = i;
        for (var next = 0; next < rows;)
        {
            var taken = Math.Min(PageRows - waiting.Count, rows - next);
            waiting.Append(batch.Columns, lanes.Pointer + next, taken);
            next += taken;
            if (waiting.Count == PageRows)
                WritePage();
        }
    }

    /// <summary>Ends writing: all rows are there.</summary>
    public void Finish()
    {
        if (waiting.Count > 0)
            WritePage();
        file.Finish();
        previous?.Release();
        previous = null;
        var end = Rows;
        for (var i = pages.Count - 1; i >= 0; i--)
        {
            pages[i].LastPeerEnd = end;
            end = pages[i].FirstPeerStart == pages[i].Start ? pages[i].Start : pages[i].NextPeerStart >= 0 ? pages[i].NextPeerStart : end;
        }
    }

    /// <summary>A page's rows in the sort's layout, which the caller owns.</summary>
    public RecordBatch Read(int page)
    {
        for (var i = recent.Count - 1; i >= 0; i--)
        {
            if (recent[i].Page != page)
                continue;
            var known = recent[i];
            recent.RemoveAt(i);
            recent.Add(known);
            return known.Rows.Retain();
        }

        task.Cancellation.ThrowIfCancellationRequested();
        if (recent.Count == PagesInMemory)
        {
            recent[0].Rows.Release();
            recent.RemoveAt(0);
        }

        reader ??= file.Read(shape.Types);
        reader.Seek(pages[page].Position);
        var rows = reader.Read(budget) ?? throw new System.Diagnostics.UnreachableException("a page of a partition is never empty");
        recent.Add((page, rows));
        return rows.Retain();
    }

    /// <summary>The page that a row lies in.</summary>
    public int PageOf(int row)
    {
        var (low, high) = (0, pages.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pages[middle].Start <= row)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    public void Dispose()
    {
        foreach (var (_, rows) in recent)
            rows.Release();
        recent.Clear();
        previous?.Release();
        previous = null;
        waiting.Dispose();
        maps.Dispose();
        reader?.Dispose();
        reader = null;
        file.Delete();
    }

    // A page is a small part of the budget, by what the rows before it took. Under test the first pages are small, so that few rows make several.
    private int PageRows => task.Settings.SpillEverything && pages.Count < 11 ? 2 << pages.Count
        : pages.Count == 0 ? LeastRowsPerPage
        : (int)Math.Clamp(budget.Limit / 64 / Math.Max(1, file.PlainBytes / file.Rows), LeastRowsPerPage, MostRowsPerPage);

    private void WritePage()
    {
        task.Cancellation.ThrowIfCancellationRequested();
        var count = waiting.Count;
        if (Rows > int.MaxValue - count)
            throw new SpindleException(ErrorClasses.UnableToAcquireMemory, "a partition of a window has more than 2,147,483,647 rows: partition by further columns");
        var batch = new RecordBatch(waiting.Finish(), count);
        try
        {
            var page = Describe(batch, file.Mark());
            file.Write(batch, budget);
            pages.Add(page);
            previous?.Release();
            previous = batch.Retain();
        }
        finally
        {
            batch.Release();
        }
    }

    private PartitionPage Describe(RecordBatch batch, long position)
    {
        maps.Reset();
        var (start, denseBefore, next) = (Rows, denseRank, -1);
        var keys = shape.KeyViews(batch.Columns, maps);
        if (previous is null || shape.Compare(shape.KeyViews(previous.Columns, maps), previous.Length - 1, keys, 0) != 0)
        {
            peerStart = start;
            denseRank++;
        }

        var firstPeers = peerStart;
        for (var row = 1; row < batch.Length; row++)
        {
            if (shape.Compare(keys, row - 1, keys, row) == 0)
                continue;
            peerStart = start + row;
            denseRank++;
            next = next < 0 ? peerStart : next;
        }

        if (orderKey >= 0)
        {
            nullsFirst |= start == 0 && batch[orderKey].IsNull(0);
            if (batch[orderKey].MayHaveNulls)
                for (var row = 0; row < batch.Length; row++)
                    nulls += batch[orderKey].IsNull(row) ? 1 : 0;
        }

        return new PartitionPage(start, batch.Length, position) { FirstPeerStart = firstPeers, NextPeerStart = next, DenseRankBefore = denseBefore };
    }
}
