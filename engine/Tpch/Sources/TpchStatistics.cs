using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Tpch.Columns;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Sources;

/// <summary>Statistics from the specification, without making a row.</summary>
internal static class TpchStatistics
{
    public static TableStatistics Of(Table table)
    {
        var bytesPerRow = table.Columns.Sum(BytesOf);
        return new TableStatistics(
            table.ExpectedRows,
            (long)(table.ExpectedRows * bytesPerRow),
            table.Columns.Select(column => Of(table, column)).ToValueList());
    }

    /// <summary>A number of a column in the boxed form of its type.</summary>
    public static object? Box(Column column, long? value) => (column.Type, value) switch
    {
        (_, null) => null,
        (ColumnType.BigInt, { } v) => v,
        (ColumnType.Decimal, { } v) => (Int128)v,
        (_, { } v) => (int)v,
    };

    /// <summary>The first and the last word in byte order.</summary>
    public static (ByteString Min, ByteString Max) Bounds(WordColumn column)
    {
        var words = Enumerable.Range(0, column.Words.Count).Select(i => ByteString.Of(column.Words.Utf8(i))).ToList();
        return (words.Min(), words.Max());
    }

    private static ColumnStatistics Of(Table table, Column column)
    {
        var distinct = table.DistinctValues(column);
        if (column is WordColumn words)
        {
            var (min, max) = Bounds(words);
            return new ColumnStatistics(min, max, distinct, NullCount: 0, words.Words.AverageLength);
        }

        var average = column is TextColumn text ? text.AverageLength : -1;
        return new ColumnStatistics(Box(column, column.Facts.Min), Box(column, column.Facts.Max), distinct, NullCount: 0, average);
    }

    private static double BytesOf(Column column) => column switch
    {
        TextColumn text => text.AverageLength,
        WordColumn words => words.Words.AverageLength,
        Int32Column => sizeof(int),
        _ => sizeof(long),
    };
}
