using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>What of a split has to be read once statistics have spoken: rows, and the filters that still have to look at them.</summary>
internal sealed record ScanPlan(IReadOnlyList<RowRange> Ranges, IReadOnlyList<IScanFilter> Filters)
{
    public static ScanPlan Of(IInputFile file, ParquetFooter footer, FileSplit split, IReadOnlyList<WantedColumn> wanted, ScanContext context)
    {
        var ranges = new RowGroupRanges(footer, split.Part, wanted);
        var filters = new List<IScanFilter>();
        foreach (var filter in context.Filters)
        {
            var verdict = filter.Test(ranges);
            if (verdict == RangeVerdict.None)
            {
                context.Metrics.RowsPruned(split.End - split.Start);
                return new ScanPlan([], []);
            }

            if (verdict == RangeVerdict.Some)
                filters.Add(filter);
        }

        return new ScanPlan([new RowRange(split.Start, split.End)], filters);
    }
}
