using System.Text;
using Spindle.Tpch.Columns;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tests;

/// <summary>A column's values over a range of units as plain objects, for tests to compare.</summary>
internal static class ColumnValues
{
    public static List<object> Read(Table table, Column column, long firstUnit, long units, int maxRows = 512)
    {
        var values = new List<object>();
        for (var reader = table.Read(firstUnit, units, maxRows); reader.MoveNext();)
        {
            Assert.InRange(reader.Current.Rows, 1, maxRows);
            values.AddRange(Fill(column, reader.Current));
        }
        return values;
    }

    public static List<object> Read(Table table, string column, long firstUnit, long units) =>
        Read(table, table.Columns.Single(c => c.Name == column), firstUnit, units);

    private static IEnumerable<object> Fill(Column column, UnitBatch batch)
    {
        switch (column)
        {
            case Int64Column c:
                var longs = new long[batch.Rows];
                c.Fill(batch, longs);
                return longs.Cast<object>();
            case Int32Column c:
                var ints = new int[batch.Rows];
                c.Fill(batch, ints);
                return ints.Cast<object>();
            case WordColumn c:
                var positions = new int[batch.Rows];
                c.Fill(batch, positions);
                return positions.Select(p => c.Words.Words[p]);
            case TextColumn c:
                var utf8 = new byte[c.BufferLength(batch.Rows)];
                var ends = new int[batch.Rows];
                Assert.Equal(ends.Length == 0 ? 0 : c.Fill(batch, utf8, ends), ends.LastOrDefault());
                return ends.Select((end, row) => Encoding.UTF8.GetString(utf8.AsSpan(row == 0 ? 0 : ends[row - 1], end - (row == 0 ? 0 : ends[row - 1]))));
            default:
                throw new ArgumentException(column.Name);
        }
    }
}
