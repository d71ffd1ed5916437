using Spindle.Storage.Parquet.Encodings;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>What the footer and the page index say of a column chunk that was written.</summary>
internal sealed class WrittenChunk(ColumnChunkRecord record)
{
    private readonly List<EncodedBounds> bounds = [];
    private readonly List<bool> nullPages = [];
    private readonly List<long> nullCounts = [];

    public ColumnChunkRecord Record { get; } = record;

    public List<PageLocation> Pages { get; } = [];

    /// <summary>Null where some page with values has no bounds, as pages of NaN have not.</summary>
    public ColumnIndexRecord? Index { get; private set; }

    public byte[]? Bloom { get; set; }

    public void AddPage(PageLocation location, EncodedBounds pageBounds, int nulls, int values)
    {
        Pages.Add(location);
        bounds.Add(pageBounds);
        nullCounts.Add(nulls);
        nullPages.Add(values == 0);
    }

    public void Finish(LeafWriter leaf, int dictionaryCount, int boundBytes)
    {
        var isText = leaf.Kind == PhysicalKind.ByteArray;
        var statistics = new ColumnStatisticsRecord { NullCount = nullCounts.Sum(), DistinctCount = dictionaryCount };
        byte[]? min = null, max = null;
        foreach (var page in bounds)
        {
            min = page.Min is not null && (min is null || Compare(leaf.Kind, page.Min, min) < 0) ? page.Min : min;
            max = page.Max is not null && (max is null || Compare(leaf.Kind, page.Max, max) > 0) ? page.Max : max;
        }

        if (min is not null && max is not null)
        {
            statistics.Min = isText ? BoundTruncation.Lower(min, boundBytes, isText) : min;
            statistics.Max = isText ? BoundTruncation.Upper(max, boundBytes, isText) : max;
            statistics.IsMinExact = statistics.Min.Length == min.Length;
            statistics.IsMaxExact = ReferenceEquals(statistics.Max, max);
        }

        Record.Statistics = statistics;
        if (bounds.Where((b, i) => b.Min is null && !nullPages[i]).Any())
            return;
        Index = new ColumnIndexRecord
        {
            NullPages = [.. nullPages],
            Min = [.. bounds.Select(b => b.Min is null ? [] : isText ? BoundTruncation.Lower(b.Min, boundBytes, isText) : b.Min)],
            Max = [.. bounds.Select(b => b.Max is null ? [] : isText ? BoundTruncation.Upper(b.Max, boundBytes, isText) : b.Max)],
            NullCounts = [.. nullCounts],
            BoundaryOrder = Order(leaf.Kind),
        };
    }

    /// <summary>1 where the pages' bounds rise, 2 where they fall, else 0.</summary>
    private int Order(PhysicalKind kind)
    {
        var (rising, falling) = (true, true);
        EncodedBounds? last = null;
        foreach (var page in bounds.Where(b => b.Min is not null))
        {
            if (last is { } before)
            {
                var low = Compare(kind, before.Min!, page.Min!);
                var high = Compare(kind, before.Max!, page.Max!);
                rising &= low <= 0 && high <= 0;
                falling &= low >= 0 && high >= 0;
            }

            last = page;
        }

        return rising ? 1 : falling ? 2 : 0;
    }

    private static int Compare(PhysicalKind kind, byte[] left, byte[] right) => kind switch
    {
        PhysicalKind.Int32 => BitConverter.ToInt32(left).CompareTo(BitConverter.ToInt32(right)),
        PhysicalKind.Int64 => BitConverter.ToInt64(left).CompareTo(BitConverter.ToInt64(right)),
        PhysicalKind.Float => BitConverter.ToSingle(left).CompareTo(BitConverter.ToSingle(right)),
        PhysicalKind.Double => BitConverter.ToDouble(left).CompareTo(BitConverter.ToDouble(right)),
        PhysicalKind.FixedLenByteArray => BytesToDecimal.Read(left).CompareTo(BytesToDecimal.Read(right)),
        _ => left.AsSpan().SequenceCompareTo(right),
    };
}
