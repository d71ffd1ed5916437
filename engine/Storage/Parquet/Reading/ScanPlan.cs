using Spindle.Plans.Expressions;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Schema;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>What of a split has to be read once statistics, Bloom filters and page indexes have spoken: rows, and the filters that still have to look at them.</summary>
internal sealed record ScanPlan(IReadOnlyList<RowRange> Ranges, IReadOnlyList<IScanFilter> Filters)
{
    private static readonly ScanPlan Nothing = new([], []);

    public static ScanPlan Of(IInputFile file, ParquetFooter footer, FileSplit split, IReadOnlyList<WantedColumn> wanted, FileScan scan, ScanContext context)
    {
        var ranges = new RowGroupRanges(footer, split.Part, wanted, file);
        var all = new RowRange(split.Start, split.End);
        if (!scan.Request.Filters.All(f => RangeTest.MayPass(f, ranges)))
            return Pruned(Nothing, all, context);
        var filters = new List<IScanFilter>();
        foreach (var filter in context.Filters)
        {
            var verdict = filter.Test(ranges);
            if (verdict == RangeVerdict.None)
                return Pruned(Nothing, all, context);
            if (verdict == RangeVerdict.Some)
                filters.Add(filter);
        }

        IReadOnlyList<RowRange> rows = [all];
        foreach (var (column, test) in PageTests(scan.Request.Filters, filters))
        {
            if (wanted[column].Root < 0 || ColumnTree.Build(footer.Roots[wanted[column].Root], wanted[column].Type) is not LeafNode leaf)
                continue;
            if (PageIndex.Read(file, footer, split.Part, leaf) is { Count: > 1 } index)
                rows = Narrowed(rows, index, new PageRanges(index, column), test);
        }

        return Pruned(new ScanPlan(rows, filters), all, context);
    }

    /// <summary>Conditions on a single column, which its pages' bounds can decide.</summary>
    private static IEnumerable<(int Column, Func<IColumnRanges, bool> MayPass)> PageTests(IEnumerable<Expression> conditions, IEnumerable<IScanFilter> filters)
    {
        foreach (var filter in filters)
            if (filter.Columns.Count == 1)
                yield return (filter.Columns[0], ranges => filter.Test(ranges) != RangeVerdict.None);
        foreach (var condition in conditions)
        {
            var columns = condition.SelfAndDescendants().OfType<BoundReference>().Select(r => r.Ordinal).Distinct().ToArray();
            if (columns.Length == 1)
                yield return (columns[0], ranges => RangeTest.MayPass(condition, ranges));
        }
    }

    private static List<RowRange> Narrowed(IReadOnlyList<RowRange> rows, PageIndex index, PageRanges pages, Func<IColumnRanges, bool> mayPass)
    {
        var narrowed = new List<RowRange>();
        var next = 0;
        for (pages.Page = 0; pages.Page < index.Count; pages.Page++)
        {
            if (!mayPass(pages))
                continue;
            var page = index.Rows(pages.Page);
            while (next < rows.Count && rows[next].End <= page.Start)
                next++;
            for (var i = next; i < rows.Count && rows[i].Start < page.End; i++)
                Add(narrowed, Math.Max(rows[i].Start, page.Start), Math.Min(rows[i].End, page.End));
        }

        return narrowed;
    }

    private static void Add(List<RowRange> ranges, long start, long end)
    {
        if (ranges.Count > 0 && ranges[^1].End == start)
            ranges[^1] = new RowRange(ranges[^1].Start, end);
        else if (start < end)
            ranges.Add(new RowRange(start, end));
    }

    private static ScanPlan Pruned(ScanPlan plan, RowRange all, ScanContext context)
    {
        var pruned = all.End - all.Start - plan.Ranges.Sum(r => r.End - r.Start);
        if (pruned > 0)
            context.Metrics.RowsPruned(pruned);
        return plan;
    }
}
