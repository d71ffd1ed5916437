using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Tests;

public class ScaleTests
{
    [Theory]
    [InlineData(1, 10_000, 200_000, 150_000, 1_500_000, 1_000)]
    [InlineData(0.29, 2_900, 58_000, 43_500, 435_000, 1_000)]
    [InlineData(0.00001, 1, 2, 1, 15, 1_000)]
    [InlineData(100, 1_000_000, 20_000_000, 15_000_000, 150_000_000, 100_000)]
    public void Counts_follow_the_factor(double factor, long suppliers, long parts, long customers, long orders, long clerks)
    {
        var scale = new Scale(factor);
        Assert.Equal(
            (suppliers, parts, customers, orders, clerks), (scale.Suppliers, scale.Parts, scale.Customers, scale.Orders, scale.Clerks));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(30_000)]
    [InlineData(double.PositiveInfinity)]
    public void A_factor_out_of_range_is_refused(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Scale(factor));

    [Fact]
    public void The_end_of_a_huge_table_is_reached_at_once()
    {
        var lines = TpchTables.Find("lineitem", new Scale(10_000))!;
        var keys = ColumnValues.Read(lines, "l_orderkey", lines.Units - 2, 2).Cast<long>().ToList();
        Assert.Equal(60_000_000_000, keys[^1]);
        Assert.All(ColumnValues.Read(lines, "l_partkey", lines.Units - 2, 2).Cast<long>(), key => Assert.InRange(key, 1, 2_000_000_000));
    }

    [Fact]
    public void Tiny_scales_still_join()
    {
        var scale = new Scale(0.00001);
        var lines = TpchTables.Find("lineitem", scale)!;
        Assert.All(ColumnValues.Read(lines, "l_suppkey", 0, lines.Units).Cast<long>(), key => Assert.Equal(1, key));
        Assert.All(ColumnValues.Read(TpchTables.Find("orders", scale)!, "o_custkey", 0, 15).Cast<long>(), key => Assert.Equal(1, key));
    }
}
