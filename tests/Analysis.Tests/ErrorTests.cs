using Xunit;

namespace Spindle.Analysis.Tests;

/// <summary>What is wrong with a query is said under Spark's class, at its place in the text, with what to do.</summary>
public class ErrorTests
{
    private static readonly TestCatalog Catalog = TestCatalog.Of("lineitem: l_returnflag string, l_quantity decimal(15,2), l_shipdate date", "t: a int, b string", "u: a int");

    [Theory]
    [InlineData("select nope.a from t", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703")]
    [InlineData("select a", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "42703")]
    [InlineData("select a from t, u", "AMBIGUOUS_REFERENCE", "42704")]
    [InlineData("select * from linitem", "TABLE_OR_VIEW_NOT_FOUND", "42P01")]
    [InlineData("select uper(b) from t", "UNRESOLVED_ROUTINE", "42883")]
    [InlineData("select upper(b, a) from t", "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605")]
    [InlineData("select b, sum(a) from t", "MISSING_GROUP_BY", "42803")]
    [InlineData("select a, b from t group by a", "MISSING_AGGREGATION", "42803")]
    [InlineData("select 1 from t group by sum(a)", "GROUP_BY_AGGREGATE", "42903")]
    [InlineData("select a from t group by 2", "GROUP_BY_POS_OUT_OF_RANGE", "42805")]
    [InlineData("select a from t order by 2", "ORDER_BY_POS_OUT_OF_RANGE", "42805")]
    [InlineData("select sum(sum(a)) from t", "NESTED_AGGREGATE_FUNCTION", "42607")]
    [InlineData("select a from t where sum(a) > 1", "INVALID_WHERE_CONDITION", "42903")]
    [InlineData("select a from t where row_number() over (order by a) = 1", "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", "42601")]
    [InlineData("select row_number() from t", "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", "42601")]
    [InlineData("select sum(a) over w from t", "MISSING_WINDOW_SPECIFICATION", "42P20")]
    [InlineData("select a from t union select a, b from t", "NUM_COLUMNS_MISMATCH", "42826")]
    [InlineData("select true union all select 1", "INCOMPATIBLE_COLUMN_TYPE", "42825")]
    [InlineData("select a from t limit -1", "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE", "42K0E")]
    [InlineData("select a from t where a", "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", "42K09")]
    [InlineData("select true + 1", "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", "42K09")]
    [InlineData("select cast(a as date) from t", "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION", "42K09")]
    [InlineData("select (select a, b from t)", "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN", "42823")]
    [InlineData("select a in (select a, b from t) from t", "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH", "42K09")]
    [InlineData("select * from t join u using (b)", "UNRESOLVED_USING_COLUMN_FOR_JOIN", "42703")]
    [InlineData("select grouping(a) from t group by a", "UNSUPPORTED_GROUPING_EXPRESSION", "42K0E")]
    [InlineData("select explode(array(1)) + 1", "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", "42K0E")]
    [InlineData("values (1, 2), (3)", "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "42000")]
    [InlineData("select distinct a from t order by b", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703")]
    public void Each_mistake_has_its_class(string sql, string errorClass, string sqlState)
    {
        var error = Assert.Throws<Spindle.Columnar.Errors.SpindleException>(() => Catalog.Declared(sql));
        Assert.Equal((errorClass, sqlState), (error.ErrorClass.Name, error.SqlState));
    }

    [Fact]
    public void A_misspelt_column_is_marked_and_the_nearest_name_offered()
    {
        const string sql = "select l_returnflg from lineitem";
        var error = Catalog.Fails(sql);
        Assert.Equal("l_returnflg", sql[error.Origin.Start..error.Origin.Stop]);
        Assert.Contains("did you mean l_returnflag?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_that_reads_itself_is_refused() =>
        Assert.Equal("RECURSIVE_VIEW", TestCatalog.Of().WithView("v", "select * from w").WithView("w", "select * from v").Fails("select * from v").ErrorClass.Name);
}
