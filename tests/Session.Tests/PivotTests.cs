using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests;

public class PivotTests : Sessions
{
    private DataFrame Sales() => Session.CreateDataFrame(
        [new object?[] { "eu", 2023, 1, "a" }, ["eu", 2024, 2, "b"], ["eu", 2024, 3, "a"], ["us", 2024, 4, "c"], ["us", null, 5, "c"]], "region STRING, year INT, amount INT, other STRING");

    [Fact]
    public void Values_become_columns_of_the_groups_alone()
    {
        var frame = Sales().GroupBy("region").Pivot("year", 2023, 2024).Agg(Sum("amount"));
        Assert.Equal(["region", "2023", "2024"], frame.Columns);
        Assert.Equal(["eu|1|5", "us|NULL|4"], Sorted(frame));
    }

    [Fact]
    public void Values_are_looked_for_where_none_are_given()
    {
        var frame = Sales().GroupBy(Upper("region").As("r")).Pivot("year").Sum("amount");
        Assert.Equal(["r", "null", "2023", "2024"], frame.Columns);
        Assert.Equal(["EU|NULL|1|5", "US|5|NULL|4"], Sorted(frame));
    }

    [Fact]
    public void Several_aggregates_name_their_columns()
    {
        var frame = Sales().GroupBy().Pivot("region", "eu", "us").Agg(Sum("amount").As("total"), Count("*").As("rows"));
        Assert.Equal(["eu_total", "eu_rows", "us_total", "us_rows"], frame.Columns);
        Assert.Equal(["6|3|9|2"], Sorted(frame));
    }

    [Fact]
    public void Too_many_values_are_refused()
    {
        Session.Conf.Set("spark.sql.pivotMaxValues", 2);
        Assert.Equal("SPINDLE_TOO_MANY_PIVOT_VALUES", Assert.Throws<SpindleException>(() => Sales().GroupBy("region").Pivot("year")).ErrorClass.Name);
    }
}
