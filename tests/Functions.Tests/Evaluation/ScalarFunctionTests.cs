using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Tests.Evaluation;

public class ScalarFunctionTests
{
    [Fact]
    public void Like_agrees_with_regular_expressions()
    {
        using var fixture = new EvaluationFixture(11);
        var chance = fixture.Chance;
        const string alphabet = "ab%_\\é";
        for (var round = 0; round < 400; round++)
        {
            var pattern = Word(alphabet, 6);
            var texts = Enumerable.Range(0, 60).Select(_ => chance.Next(10) == 0 ? null : (object)ByteString.Of(Word("abé%_\\", 8))).ToArray();
            var call = new Call("like", "like", [EvaluationFixture.Column(0, DataType.String), Literal.Of(pattern), Literal.Of("\\")], DataType.Boolean, true, FunctionTraits.CanRaise);
            var batch = fixture.Batch((DataType.String, texts));
            if (ToRegex(pattern) is { } regex)
            {
                var actual = fixture.Evaluate(call, batch);
                for (var row = 0; row < batch.Rows; row++)
                    Assert.Equal(texts[batch.Lane(row)] is ByteString text ? Regex.IsMatch(text.ToString(), regex, RegexOptions.Singleline | RegexOptions.CultureInvariant) : null, actual[row]);
            }
            else if (Enumerable.Range(0, batch.Rows).Any(row => texts[batch.Lane(row)] is not null))
            {
                Assert.StartsWith("INVALID_FORMAT", Assert.Throws<Columnar.Errors.SpindleException>(() => fixture.Evaluate(call, batch)).ErrorClass.Name);
            }
            batch.Release();
        }

        string Word(string letters, int most) => string.Concat(Enumerable.Range(0, chance.Next(most)).Select(_ => letters[chance.Next(letters.Length)]));
    }

    [Theory]
    [InlineData("Spark SQL", 5, null, "k SQL")]
    [InlineData("Spark SQL", -3, null, "SQL")]
    [InlineData("Spark SQL", 5, 1, "k")]
    [InlineData("Spark SQL", 0, 3, "Spa")]
    [InlineData("Spark SQL", -20, 13, "Sp")]
    [InlineData("Spark SQL", 20, 3, "")]
    [InlineData("Spark SQL", 2, -1, "")]
    [InlineData("héllo wörld, a longer text", 2, 7, "éllo wö")]
    [InlineData("héllo wörld, a longer text", -4, 2, "te")]
    public void Substrings_count_code_points(string text, int start, int? length, string expected)
    {
        using var fixture = new EvaluationFixture(12);
        Expression[] arguments = length is null ? [Literal.Of(text), Literal.Of(start)] : [Literal.Of(text), Literal.Of(start), Literal.Of(length.Value)];
        Assert.Equal(ByteString.Of(expected), fixture.Evaluate(new Call("substring", "substring", [.. arguments], DataType.String, true, FunctionTraits.NullIntolerant)));
        var batch = fixture.Batch((DataType.String, [.. Enumerable.Repeat((object?)ByteString.Of(text), 40)]));
        arguments[0] = EvaluationFixture.Column(0, DataType.String);
        Assert.All(fixture.Evaluate(new Call("substring", "substring", [.. arguments], DataType.String, true, FunctionTraits.NullIntolerant), batch), v => Assert.Equal(ByteString.Of(expected), v));
        batch.Release();
    }

    [Fact]
    public void Dates_move_by_intervals()
    {
        using var fixture = new EvaluationFixture(13);
        var date = new Cast(Literal.Of("1998-12-01"), DataType.Date, EvaluationMode.Ansi);
        Assert.Equal("1998-09-02", Text(Add(date, new Literal(-90L * 86_400_000_000, new DayTimeIntervalType(DayTimeField.Day, DayTimeField.Day)))));
        Assert.Equal("1999-03-01", Text(Add(date, new Literal(3, new YearMonthIntervalType(YearMonthField.Month, YearMonthField.Month)))));
        Assert.Equal(1998, fixture.Evaluate(new Call("year", "year", [date], DataType.Int, true, FunctionTraits.NullIntolerant)));

        Expression Add(Expression left, Expression right) => new Call("date_add_interval", "date_add_interval", [left, right], DataType.Date, true, FunctionTraits.CanRaise);
        string Text(Expression value) => fixture.Evaluate(new Cast(value, DataType.String, EvaluationMode.Ansi))!.ToString()!;
    }

    /// <summary>The pattern as a regular expression; null where an escape is misplaced.</summary>
    private static string? ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                if (i + 1 == pattern.Length || pattern[i + 1] is not ('%' or '_' or '\\'))
                    return null;
                regex.Append(Regex.Escape(pattern[++i].ToString()));
            }
            else
            {
                regex.Append(pattern[i] switch { '%' => ".*", '_' => ".", var c => Regex.Escape(c.ToString()) });
            }
        }
        return regex.Append("\\z").ToString();
    }
}
