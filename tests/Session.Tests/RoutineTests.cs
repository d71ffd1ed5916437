using Spindle.Columnar.Errors;

namespace Spindle.Sql.Tests;

/// <summary>SQL functions, variables, and statements that are texts with parameters.</summary>
public class RoutineTests : Sessions
{
    private string One(string sql) => Assert.Single(Sorted(Session.Sql(sql)));

    private string Error(string sql) => Assert.Throws<SpindleException>(() => Session.Sql(sql).Collect()).ErrorClass.Name;

    [Fact]
    public void A_function_stands_for_its_body()
    {
        Session.Sql("CREATE FUNCTION area(a DOUBLE, b DOUBLE DEFAULT 2) RETURNS DOUBLE RETURN a * b");
        Assert.Equal("6|6|8", One("SELECT area(3), area(b => 2, a => 3), area(2, 4)"));
        Assert.Equal(["spark_catalog.default.area(id)"], Session.Sql("SELECT area(id) FROM range(1)").Columns);
        // Its arguments are grouped like those of any call.
        Assert.Equal(["0|40", "1|50"], Sorted(Session.Sql("SELECT id % 2, area(sum(id)) FROM range(10) GROUP BY id % 2")));
        Assert.Equal("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", Error("SELECT area()"));
        Assert.Equal("REQUIRED_PARAMETER_NOT_FOUND", Error("SELECT area(b => 1)"));
    }

    [Fact]
    public void A_body_may_be_a_query_over_the_arguments()
    {
        Session.Sql("CREATE TEMPORARY VIEW t AS SELECT * FROM VALUES (1, 10), (1, 20), (2, 30) AS t(k, v)");
        Session.Sql("CREATE TEMPORARY FUNCTION total(x INT) RETURNS BIGINT RETURN SELECT sum(v) FROM t WHERE k = x");
        Session.Sql("CREATE TEMPORARY FUNCTION of(x INT) RETURNS TABLE (value INT) RETURN SELECT v FROM t WHERE k = x");
        Assert.Equal(["1|30", "2|30", "3|NULL"], Sorted(Session.Sql("SELECT n, total(n) FROM VALUES (1), (2), (3) AS s(n)")));
        Assert.Equal(["1|10", "1|20", "2|30"], Sorted(Session.Sql("SELECT n, value FROM VALUES (1), (2) AS s(n), LATERAL of(n)")));
        Assert.Equal("INVALID_TEMP_OBJ_REFERENCE", Error("CREATE FUNCTION lasting(x INT) RETURNS BIGINT RETURN total(x)"));
        Assert.Equal("NOT_A_TABLE_FUNCTION", Error("SELECT * FROM total(1)"));
    }

    [Fact]
    public void A_function_that_would_call_itself_is_refused()
    {
        Session.Sql("CREATE FUNCTION a(x INT) RETURN x + 1");
        Session.Sql("CREATE FUNCTION b(x INT) RETURN a(x)");
        Assert.Equal("CYCLIC_FUNCTION_REFERENCE", Error("CREATE OR REPLACE FUNCTION a(x INT) RETURN b(x)"));
        Assert.Equal("2", One("SELECT b(1)"));
        Session.Sql("DROP FUNCTION b");
        Assert.Equal("UNRESOLVED_ROUTINE", Error("SELECT b(1)"));
    }

    [Fact]
    public void Variables_keep_values_between_statements()
    {
        Session.Sql("DECLARE total INT = 5");
        Session.Sql("SET VARIABLE total = total + (SELECT count(*) FROM range(3))");
        Assert.Equal("8", One("SELECT total"));
        // A column comes before a variable of its name.
        Assert.Equal("1|8", One("SELECT total, session.total FROM VALUES (1) AS t(total)"));
        Session.Sql("SET VARIABLE total = DEFAULT");
        Assert.Equal("5", One("SELECT system.session.total"));
        Assert.Equal("CAST_INVALID_INPUT", Error("SET VARIABLE total = 'x'"));
        Session.Sql("DROP TEMPORARY VARIABLE total");
        Assert.Equal("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", Error("SELECT total"));
    }

    [Fact]
    public void Parameters_are_values_and_never_text()
    {
        Assert.Equal("3|it's", Assert.Single(Sorted(Session.Sql("SELECT :a + 1, :b", new Dictionary<string, object?> { ["a"] = 2, ["b"] = "it's" }))));
        Assert.Equal("1|2", Assert.Single(Sorted(Session.Sql("SELECT ?, ?", 1, 2))));
        Assert.Equal("UNBOUND_SQL_PARAMETER", Error("SELECT :missing"));
        Session.Sql("DECLARE answer INT");
        Session.Sql("EXECUTE IMMEDIATE 'SELECT sum(id) FROM range(?) WHERE id > ?' INTO answer USING 5, 2");
        Assert.Equal("7", One("SELECT answer"));
        Assert.Equal("4", One("EXECUTE IMMEDIATE 'SELECT IDENTIFIER(:f)(:x)' USING 'abs' AS f, -4 AS x"));
    }
}
