using System.Globalization;
using Spindle.Tpch.Columns;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tests;

public class ColumnFactsTests
{
    public static TheoryData<string> TableNames => [.. TpchTables.Names];

    [Theory]
    [MemberData(nameof(TableNames))]
    public void Hold_for_all_values(string name)
    {
        var table = TpchTables.Find(name, new Scale(0.01))!;
        foreach (var column in table.Columns)
        {
            var values = ColumnValues.Read(table, column, 0, table.Units);
            Assert.InRange(values.Distinct().Count(), 1, table.DistinctValues(column) + (table.IsRowCountExact ? 0 : values.Count / 100));
            if (column is not (Int64Column or Int32Column))
                continue;
            Assert.All(values.Select(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)),
                v => Assert.InRange(v, column.Facts.Min!.Value, column.Facts.Max ?? long.MaxValue));
        }
    }

    [Theory]
    [InlineData("lineitem", "l_quantity", 50)]
    [InlineData("lineitem", "l_returnflag", 3)]
    [InlineData("lineitem", "l_shipmode", 7)]
    [InlineData("part", "p_brand", 25)]
    [InlineData("part", "p_type", 150)]
    [InlineData("part", "p_container", 40)]
    [InlineData("orders", "o_orderdate", 2406)]
    [InlineData("orders", "o_custkey", 1000)]
    [InlineData("partsupp", "ps_suppkey", 100)]
    public void Small_domains_are_met_whole(string name, string columnName, int distinct)
    {
        var table = TpchTables.Find(name, new Scale(0.01))!;
        var column = table.Columns.Single(c => c.Name == columnName);
        Assert.Equal(distinct, table.DistinctValues(column));
        Assert.InRange(ColumnValues.Read(table, column, 0, table.Units).Distinct().Count(), distinct * 99 / 100, distinct);
    }
}
