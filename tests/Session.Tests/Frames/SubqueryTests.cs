using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests.Frames;

/// <summary>Frames inside the expressions of others, and beside their rows.</summary>
public class SubqueryTests : Sessions
{
    private DataFrame Customers() => Session.CreateDataFrame([new object?[] { 101, "Alice" }, [102, "Bob"], [103, "Cid"]], "id INT, name STRING");

    private DataFrame Orders() => Session.CreateDataFrame([new object?[] { 1, 101, 250 }, [2, 101, 50], [3, 102, 75]], "order INT, id INT, amount INT");

    [Fact]
    public void Exists_and_scalar_mean_columns_of_the_query_around()
    {
        DataFrame customers = Customers(), orders = Orders();
        var own = orders.Where(orders["id"] == customers["id"].Outer());
        Assert.Equal(["Alice", "Bob"], Sorted(customers.Where(own.Exists()).Select("name")));
        Assert.Equal(["Cid"], Sorted(customers.Where(!own.Exists()).Select("name")));
        Assert.Equal(["Alice|300", "Bob|75", "Cid|NULL"], Sorted(customers.Select(Col("name"), own.Select(Sum("amount")).Scalar().As("total"))));
        Assert.Equal(["1"], Sorted(orders.Where(Col("amount") == orders.Agg(Max("amount")).Scalar()).Select("order")));
        Assert.Equal(["Alice", "Bob"], Sorted(customers.Where(Col("id").IsIn(orders.Select("id"))).Select("name")));
        // The name alone means the inner frame's column.
        Assert.Equal(3, customers.Where(orders.Where(Col("id") == Col("id")).Exists()).Count());
        Assert.Equal("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", Assert.Throws<SpindleException>(() => own.Count()).ErrorClass.Name);
        Assert.Equal("SCALAR_SUBQUERY_TOO_MANY_ROWS", Assert.Throws<SpindleException>(() => customers.Select(orders.Select("id").Scalar()).Collect()).ErrorClass.Name);
    }

    [Fact]
    public void A_lateral_join_has_rows_for_each_row()
    {
        DataFrame customers = Customers(), orders = Orders();
        var largest = orders.Where(orders["id"] == customers["id"].Outer()).OrderBy(Col("amount").Desc()).Limit(1).Select("amount");
        Assert.Equal(["Alice|250", "Bob|75"], Sorted(customers.LateralJoin(largest).Select("name", "amount")));
        Assert.Equal(["Alice|250", "Bob|75", "Cid|NULL"], Sorted(customers.LateralJoin(largest, how: "left").Select("name", "amount")));
        Assert.Equal(["Alice|250"], Sorted(customers.LateralJoin(largest, Col("amount") > 100).Select("name", "amount")));
        Assert.Throws<ArgumentException>(() => customers.LateralJoin(largest, how: "full"));
    }

    [Fact]
    public void The_nearest_rows_are_joined()
    {
        var users = Session.CreateDataFrame([new object?[] { 1, 10.0 }, [2, 20.0], [3, null]], "user INT, score DOUBLE");
        var products = Session.CreateDataFrame([new object?[] { "A", 11.0 }, ["B", 22.0], ["C", 5.0]], "product STRING, pscore DOUBLE");
        var distance = Abs(users["score"] - products["pscore"]);
        Assert.Equal(["1|A", "1|C", "2|A", "2|B"], Sorted(users.Where(Col("user") < 3).NearestByJoin(products, distance, 2, "exact", "distance").Select("user", "product")));
        Assert.Equal(["1|B", "2|C"], Sorted(users.Where(Col("user") < 3).NearestByJoin(products, distance, 1, "approx", "similarity").Select("user", "product")));
        Assert.Equal(["1|NULL", "2|NULL", "3|NULL"], Sorted(users.NearestByJoin(products.Limit(0), distance, 1, "exact", "distance", "leftouter").Select("user", "product")));
        Assert.Equal(["user", "score", "product", "pscore"], users.NearestByJoin(products, distance, 1, "exact", "distance").Columns);
        Assert.Equal("NEAREST_BY_JOIN.NUM_RESULTS_OUT_OF_RANGE", Assert.Throws<SpindleException>(() => users.NearestByJoin(products, distance, 0, "exact", "distance")).ErrorClass.Name);
        Assert.Equal("NEAREST_BY_JOIN.UNSUPPORTED_DIRECTION", Assert.Throws<SpindleException>(() => users.NearestByJoin(products, distance, 1, "exact", "near")).ErrorClass.Name);
        Assert.Equal("NEAREST_BY_JOIN.UNSUPPORTED_JOIN_TYPE", Assert.Throws<SpindleException>(() => users.NearestByJoin(products, distance, 1, "exact", "distance", "full")).ErrorClass.Name);
    }

    [Fact]
    public void Grouping_sets_say_their_groups()
    {
        var sales = Session.CreateDataFrame([new object?[] { "x", "p", 1 }, ["x", "q", 2], ["y", "p", 4]], "a STRING, b STRING, n INT");
        Assert.Equal(["NULL|NULL|7", "x|NULL|3", "x|p|1", "x|q|2", "y|NULL|4", "y|p|4"], Sorted(sales.GroupingSets([["a", "b"], ["a"], []], "a", "b").Agg(Sum("n").As("n"))));
        Assert.Equal(["4"], Sorted(sales.Agg(new Dictionary<string, string> { ["n"] = "max" })));
        Assert.Equal(["max(n)"], sales.Agg(new Dictionary<string, string> { ["n"] = "max" }).Columns);
    }
}
