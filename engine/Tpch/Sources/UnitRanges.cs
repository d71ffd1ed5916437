using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Tpch.Columns;

namespace Spindle.Tpch.Sources;

/// <summary>What is known of the requested columns in a range of units: exact bounds of the keys that rise with the unit, the specification's bounds of the rest.</summary>
internal sealed class UnitRanges(IReadOnlyList<Column> columns, long firstUnit, long units, long rows) : IColumnRanges
{
    public long Rows => rows;

    public ColumnRange? Range(int column)
    {
        var source = columns[column];
        if (source is WordColumn words)
        {
            var (first, last) = TpchStatistics.Bounds(words);
            return new ColumnRange(first, last, NullCount: 0);
        }

        var (min, max) = source.ValueOfUnit is { } valueOf
            ? (valueOf(firstUnit), valueOf(firstUnit + units - 1))
            : (source.Facts.Min, source.Facts.Max);
        return min is null && max is null ? null : new ColumnRange(TpchStatistics.Box(source, min), TpchStatistics.Box(source, max), NullCount: 0);
    }

    public bool MayContain(int column, object value) => columns[column] switch
    {
        WordColumn words when value is ByteString text =>
            Enumerable.Range(0, words.Words.Count).Any(i => text.Span.SequenceEqual(words.Words.Utf8(i))),
        _ => true,
    };
}
