using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing;

namespace Spindle.Sql.Tests.Parsing;

public class ExpressionTests
{
    [Theory]
    [InlineData("a + b * c - d", "-(+(a, *(b, c)), d)")]
    [InlineData("a || b = c", "=(||(a, b), c)")]
    [InlineData("a | b ^ c & d << 1", "|(a, ^(b, &(c, <<(d, 1))))")]
    [InlineData("a AND b OR NOT c AND d", "((a AND b) OR ((NOT c) AND d))")]
    [InlineData("a AND b AND c AND d", "((a AND b) AND (c AND d))")]
    [InlineData("NOT a = b", "(NOT =(a, b))")]
    [InlineData("- a", "-(a)")]
    [InlineData("-1", "-1")]
    [InlineData("1 -1", "-(1, 1)")]
    [InlineData("~a", "~(a)")]
    [InlineData("a div 2 % 3", "%(div(a, 2), 3)")]
    [InlineData("a BETWEEN 1 AND 2 AND b", "(between(a, 1, 2) AND b)")]
    [InlineData("a NOT BETWEEN 1 AND 2", "(NOT between(a, 1, 2))")]
    [InlineData("a between symmetric 2 and 1", "(between(a, 2, 1) OR between(a, 1, 2))")]
    [InlineData("a IN (1, 2)", "(a IN (1, 2))")]
    [InlineData("a NOT IN (SELECT 1)", "(NOT (a IN (listquery())))")]
    [InlineData("(a, b) IN (SELECT 1, 2)", "(a, b IN (listquery()))")]
    [InlineData("a LIKE 'x%' ESCAPE '!'", "like(a, x%, !)")]
    [InlineData("a NOT ILIKE ANY ('x', 'y')", "((NOT ilike(a, x)) OR (NOT ilike(a, y)))")]
    [InlineData("a RLIKE 'x'", "rlike(a, x)")]
    [InlineData("a IS NOT NULL", "(a IS NOT NULL)")]
    [InlineData("a IS NOT DISTINCT FROM b", "<=>(a, b)")]
    [InlineData("a IS DISTINCT FROM b", "(NOT <=>(a, b))")]
    [InlineData("a IS NOT TRUE", "(NOT <=>(a, true))")]
    [InlineData("CASE a WHEN 1 THEN 'x' ELSE 'y' END", "CASE WHEN =(a, 1) THEN x ELSE y END")]
    [InlineData("CASE WHEN a THEN 1 END", "CASE WHEN a THEN 1 END")]
    [InlineData("CAST(a AS DECIMAL(10, 2))", "CAST(a AS DECIMAL(10,2))")]
    [InlineData("a::int::string", "CAST(CAST(a AS INT) AS STRING)")]
    [InlineData("TRY_CAST(a AS ARRAY<MAP<INT, STRUCT<x: INT, y: ARRAY<INT>>>>)", "TRY_CAST(a AS ARRAY<MAP<INT, STRUCT<x: INT, y: ARRAY<INT>>>>)")]
    [InlineData("a.b[0].c", "a.b[0][c]")]
    [InlineData("f(x -> x + 1, (a, b) -> a)", "f(lambdafunction(+(x, 1), x), lambdafunction(a, a, b))")]
    [InlineData("EXTRACT(YEAR FROM d)", "extract(YEAR, d)")]
    [InlineData("SUBSTRING(x FROM 1 FOR 2)", "substring(x, 1, 2)")]
    [InlineData("substr(x, 1)", "substr(x, 1)")]
    [InlineData("TRIM(LEADING 'x' FROM s)", "ltrim(x, s)")]
    [InlineData("TRIM(BOTH FROM s)", "trim(s)")]
    [InlineData("POSITION('a' IN s)", "locate(a, s)")]
    [InlineData("OVERLAY(a PLACING b FROM 1 FOR 2)", "overlay(a, b, 1, 2)")]
    [InlineData("dateadd(MONTH, 1, d)", "timestampadd(MONTH, 1, d)")]
    [InlineData("count(DISTINCT a, b)", "count(DISTINCT a, b)")]
    [InlineData("count(*)", "count(*)")]
    [InlineData("(a, b)", "struct(a, b)")]
    [InlineData("exists(SELECT 1)", "exists()")]
    [InlineData("exists(a, x -> x)", "exists(a, lambdafunction(x, x))")]
    [InlineData("(SELECT 1) + 1", "+(scalarsubquery(), 1)")]
    [InlineData("'it''s' \"b\" r'\\n' '\\t\\u0041\\101\\%'", "it'sb\\n\tAA\\%")]
    [InlineData("`a b`.`c``d`", "a b.c`d")]
    [InlineData("t.*", "t.*")]
    [InlineData("current_date", "current_date")]
    [InlineData("f(a => 1)", "f(a => 1)")]
    public void OperatorsNestByPrecedence(string sql, string expected) => Assert.Equal(expected, SqlParser.ParseExpression(sql).Sql);

    [Theory]
    [InlineData("1", "int", "1")]
    [InlineData("2147483648", "bigint", "2147483648")]
    [InlineData("-2147483648", "int", "-2147483648")]
    [InlineData("99999999999999999999", "decimal(20,0)", "99999999999999999999")]
    [InlineData("1.50", "decimal(3,2)", "1.50")]
    [InlineData(".05", "decimal(2,2)", "0.05")]
    [InlineData("12L", "bigint", "12")]
    [InlineData("12S", "smallint", "12")]
    [InlineData("12Y", "tinyint", "12")]
    [InlineData("1.5F", "float", "1.5")]
    [InlineData("5E-3BD", "decimal(3,3)", "0.005")]
    [InlineData("1BD", "decimal(1,0)", "1")]
    [InlineData("X'1f0'", "binary", "X'01F0'")]
    [InlineData("DATE '2020-2-3'", "date", "DATE '2020-02-03'")]
    [InlineData("TIMESTAMP '2020-01-01 01:02:03.5+01:00'", "timestamp", "TIMESTAMP '2020-01-01 00:02:03.5'")]
    [InlineData("TIMESTAMP_NTZ '2020-01-01'", "timestamp_ntz", "TIMESTAMP_NTZ '2020-01-01 00:00:00'")]
    [InlineData("TIME '1:02:03'", "time(6)", "TIME '01:02:03'")]
    [InlineData("interval '90' day", "interval day", "INTERVAL '90' DAY")]
    [InlineData("interval 3 months", "interval month", "INTERVAL '3' MONTH")]
    [InlineData("INTERVAL '1-2' YEAR TO MONTH", "interval year to month", "INTERVAL '1-2' YEAR TO MONTH")]
    [InlineData("INTERVAL -'1-2' YEAR TO MONTH", "interval year to month", "INTERVAL '-1-2' YEAR TO MONTH")]
    [InlineData("INTERVAL 1 day 2 hours 3.5 seconds", "interval day to second", "INTERVAL '1 02:00:03.5' DAY TO SECOND")]
    [InlineData("INTERVAL '3 days 2 hours'", "interval day to hour", "INTERVAL '3 02' DAY TO HOUR")]
    [InlineData("INTERVAL '2 03:04:05' DAY TO SECOND", "interval day to second", "INTERVAL '2 03:04:05' DAY TO SECOND")]
    [InlineData("interval 2 weeks", "interval day", "INTERVAL '14' DAY")]
    public void LiteralsHaveTheirType(string sql, string type, string text)
    {
        var literal = Assert.IsType<Literal>(SqlParser.ParseExpression(sql));
        Assert.Equal(type, literal.Type.Name);
        Assert.Equal(text, literal.Sql);
    }

    [Fact]
    public void ExponentLiteralsAreDoubles() => Assert.Equal(1000.0, Assert.IsType<Literal>(SqlParser.ParseExpression("1e3")).Value);

    [Theory]
    [InlineData("128Y", "INVALID_NUMERIC_LITERAL_RANGE")]
    [InlineData("1e400", "INVALID_NUMERIC_LITERAL_RANGE")]
    [InlineData("DATE '2020-02-30'", "INVALID_TYPED_LITERAL")]
    [InlineData("interval 1 year 1 day", "_LEGACY_ERROR_TEMP_0029")]
    [InlineData("interval '1 25' day to hour", "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE")]
    [InlineData("CAST(a AS DECIMAL(39, 2))", "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION")]
    [InlineData("CAST(a AS VARCHAR)", "DATATYPE_MISSING_SIZE")]
    [InlineData("a IN ()", "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE")]
    [InlineData("'open", "PARSE_SYNTAX_ERROR")]
    [InlineData("a /* open", "UNCLOSED_BRACKETED_COMMENT")]
    [InlineData("FALSE IS NOT NULL :: string", "PARSE_SYNTAX_ERROR")]
    [InlineData("", "PARSE_EMPTY_STATEMENT")]
    public void WhatCannotBeReadSaysWhy(string sql, string errorClass) =>
        Assert.Equal(errorClass, Assert.Throws<SpindleException>(() => SqlParser.ParseExpression(sql)).ErrorClass.Name);

    [Fact]
    public void EveryExpressionKnowsItsPlace()
    {
        const string Sql = "a + coalesce(b, 12) * -c";
        foreach (var node in SqlParser.ParseExpression(Sql).SelfAndDescendants())
            Assert.True(node.Origin.IsKnown, node.Sql);
        var product = (UnresolvedFunction)((UnresolvedFunction)SqlParser.ParseExpression(Sql)).Arguments[1];
        Assert.Equal("coalesce(b, 12) * -c", Sql[product.Origin.Start..product.Origin.Stop]);
    }

    [Theory]
    [InlineData("(", ")", 100_000)]
    [InlineData("f(", ")", 100_000)]
    [InlineData("not ", "", 100_000)]
    [InlineData("- ", "", 100_000)]
    [InlineData("substr(", ")", 100_000)]
    [InlineData("case when ", " then 1 end", 20_000)]
    [InlineData("(select ", ")", 20_000)]
    public void DeepNestingIsOneClearError(string open, string close, int depth)
    {
        var sql = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        Assert.Equal("FAILED_TO_PARSE_TOO_COMPLEX", Assert.Throws<SpindleException>(() => SqlParser.ParseExpression(sql)).ErrorClass.Name);
    }

    [Fact]
    public void ManyConditionsAreNoDepth()
    {
        var sql = string.Join(" OR ", Enumerable.Range(0, 20_000).Select(i => $"a = {i}"));
        Assert.Equal(20_000, SqlParser.ParseExpression(sql).SelfAndDescendants().OfType<UnresolvedFunction>().Count());
    }
}
