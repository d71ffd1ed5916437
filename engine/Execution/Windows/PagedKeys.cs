using Spindle.Columnar.Types;

namespace Spindle.Execution.Windows;

/// <summary>The first order key of a partition's rows, found by a frame's bounds.</summary>
internal abstract class PagedKeys
{
    /// <summary>The keys of a partition with one order key that offsets can be added to; null of any other.</summary>
    public static PagedKeys? Of(PagedPartition rows)
    {
        if (rows.OrderColumn < 0)
            return null;
        var descending = rows.Shape.Orders[^1].Descending;
        return rows.Shape.Types[rows.OrderColumn] is FloatType or DoubleType
            ? new PagedKeys<double, RealKeys>(rows, descending)
            : new PagedKeys<Int128, WholeKeys>(rows, descending);
    }
}

/// <summary>Keys as numbers: the first of each page is kept, so that a search reads the one page where it ends.</summary>
internal sealed class PagedKeys<T, TKeys>(PagedPartition rows, bool descending) : PagedKeys
    where T : IComparable<T>
    where TKeys : struct, IKeyReading<T>
{
    private const int PagesInMemory = 3;

    private readonly List<(int Page, T[] Keys)> recent = [];
    private T[]? firsts;

    /// <summary>The first row whose key is at least (for an end: above) the bound; the end of the rows that are not null where there is none.</summary>
    public int Find(T bound, bool isStart)
    {
        var (start, end) = rows.NotNull;
        if (start == end)
            return start;
        firsts ??= Firsts(start, end);
        var (low, high) = (rows.PageOf(start), rows.PageOf(end - 1) + 1);
        var first = low;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (FrameKeys.IsBefore(firsts[middle], bound, isStart))
                low = middle + 1;
            else
                high = middle;
        }

        if (low == first)
            return start;
        var page = rows.Pages[low - 1];
        return page.Start + FrameKeys.Find(Keys(low - 1), Math.Max(start - page.Start, 0), Math.Min(end, page.End) - page.Start, bound, isStart);
    }

    private T[] Firsts(int start, int end)
    {
        var found = new T[rows.Pages.Count];
        for (var page = rows.PageOf(start); page <= rows.PageOf(end - 1); page++)
            found[page] = Keys(page)[Math.Max(start - rows.Pages[page].Start, 0)];
        return found;
    }

    private T[] Keys(int page)
    {
        foreach (var (known, keys) in recent)
            if (known == page)
                return keys;
        var batch = rows.Read(page);
        try
        {
            var keys = default(TKeys).Read(batch[rows.OrderColumn], descending);
            if (recent.Count == PagesInMemory)
                recent.RemoveAt(0);
            recent.Add((page, keys));
            return keys;
        }
        finally
        {
            batch.Release();
        }
    }
}
