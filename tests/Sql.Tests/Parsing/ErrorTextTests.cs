using Spindle.Columnar.Errors;
using Spindle.Sql.Parsing;

namespace Spindle.Sql.Tests.Parsing;

public class ErrorTextTests
{
    [Fact]
    public void TheLineIsShownWithThePlaceMarkedAndASuggestion()
    {
        var error = new SpindleException(new ErrorClass("UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"), "there is no column l_returnflg", new Origin(7, 18))
        {
            SqlText = "select l_returnflg from lineitem",
            Hint = "did you mean l_returnflag?",
        };
        Assert.Equal(
            """
            error UNRESOLVED_COLUMN.WITH_SUGGESTION (42703) line 1, column 8
              select l_returnflg from lineitem
                     ^^^^^^^^^^^   did you mean l_returnflag?
            """, ErrorText.Render(error));
    }

    [Theory]
    [InlineData("selct 1", "error PARSE_SYNTAX_ERROR (42601) line 1, column 1\n  selct 1\n  ^^^^^   did you mean SELECT?")]
    [InlineData("select a\nfrom t\nwhere", "error PARSE_SYNTAX_ERROR (42601) line 3, column 6\n  where\n       ^   unexpected end of input, expected an expression")]
    [InlineData("select a from t\ngroup yb a", "error PARSE_SYNTAX_ERROR (42601) line 2, column 1\n  group yb a\n  ^^^^^   unexpected 'group', expected end of input")]
    [InlineData("show tabels", "error PARSE_SYNTAX_ERROR (42601) line 1, column 6\n  show tabels\n       ^^^^^^   did you mean TABLES?")]
    [InlineData("select cast(1 as intt)", "error UNSUPPORTED_DATATYPE (0A000) line 1, column 18\n  select cast(1 as intt)\n                   ^^^^   did you mean INT?")]
    public void SyntaxErrorsPointAtTheirPlace(string sql, string expected) =>
        Assert.Equal(expected, ErrorText.Render(Assert.Throws<SpindleException>(() => SqlParser.ParseStatement(sql))));

    [Fact]
    public void WithoutATextTheMessageFollows() =>
        Assert.Equal("error DIVIDE_BY_ZERO (22012)\n  division by zero", ErrorText.Render(new SpindleException(ErrorClasses.DivideByZero, "division by zero")));
}
