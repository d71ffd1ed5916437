using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tests;

/// <summary>Every range of units gives the same rows as it does within a walk over the whole table.</summary>
public class RangeTests
{
    public static TheoryData<string> TableNames => [.. TpchTables.Names];

    [Theory]
    [MemberData(nameof(TableNames))]
    public void A_range_equals_its_part_of_the_table(string name)
    {
        var table = TpchTables.Find(name, new Scale(0.01))!;
        var random = new Random(7);
        var units = Math.Min(table.Units, 1500);
        foreach (var column in table.Columns)
        {
            var whole = ColumnValues.Read(table, column, 0, units);
            for (var trial = 0; trial < 3; trial++)
            {
                var first = random.NextInt64(units);
                var count = random.NextInt64(units - first) + 1;
                var before = ColumnValues.Read(table, column, 0, first).Count;
                var part = ColumnValues.Read(table, column, first, count, maxRows: random.Next(7, 300));
                Assert.Equal(whole.GetRange(before, part.Count), part);
            }
        }
    }

    [Fact]
    public void A_range_outside_the_table_is_refused()
    {
        var table = TpchTables.Find("nation", new Scale(1))!;
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Read(20, 6, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Read(-1, 6, 100));
        Assert.False(table.Read(25, 0, 100).MoveNext());
    }
}
