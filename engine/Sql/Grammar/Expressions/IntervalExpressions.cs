using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary>
/// Interval literals: <c>INTERVAL 3 DAYS 2 HOURS</c>, <c>INTERVAL '1-2' YEAR TO MONTH</c>, <c>INTERVAL '3 days 2 hours'</c>, and <c>3 DAYS</c> within the first.
/// </summary>
internal sealed class IntervalExpressions(SparkGrammar grammar) : Production(grammar)
{
    /// <summary>True where INTERVAL begins a literal and is not a column's name.</summary>
    public bool AtInterval => Cursor.At("INTERVAL") && (IsValue(Cursor.Peek()) || (IsSign(Cursor.Peek()) && IsValue(Cursor.Peek(2))));

    public Literal Interval()
    {
        var start = Cursor.Expect("INTERVAL").Start;
        if (Cursor.Current.Kind == TokenKind.Text && !IsUnitOrField(AfterTexts()))
            return WholeText(start);
        var sum = new IntervalSum();
        Literal? range = null;
        var parts = 0;
        var written = "";
        do
        {
            var valueStart = Cursor.Current.Start;
            var isText = Cursor.Current.Kind is TokenKind.Text or TokenKind.DoubleQuotedText || Cursor.Peek().Kind is TokenKind.Text or TokenKind.DoubleQuotedText;
            var value = Value();
            var unit = Cursor.Current;
            if (!IsUnitOrField(unit))
                throw Cursor.Unexpected("YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND");
            Cursor.Advance();
            if (Cursor.At("TO") && IntervalFields.IsField(Cursor.Peek()))
            {
                range = Range(value, isText, unit, valueStart, start);
            }
            else
            {
                written += $" {value} {unit.Text.ToLowerInvariant()}";
                Add(sum, value, isText, unit, valueStart, written);
            }

            parts++;
        }
        while (AtUnits());
        if (range is null)
            return Make(sum, start);
        return parts == 1 ? range : throw Cursor.Error(SyntaxErrors.MixedIntervalForms, "an interval with TO stands by itself; write two intervals", Cursor.Since(start));
    }

    /// <summary>True where another value and unit follow.</summary>
    private bool AtUnits() =>
        (IsValue(Cursor.Current) && IsUnitOrField(Cursor.Peek())) || (IsSign(Cursor.Current) && IsValue(Cursor.Peek()) && IsUnitOrField(Cursor.Peek(2)));

    // INTERVAL '3 days 2 hours': number and unit by turns inside of one text, with "interval" in front of them if it likes.
    private Literal WholeText(int start)
    {
        var words = Grammar.Literals.Text().ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var origin = Cursor.Since(start);
        if (words is ["INTERVAL", ..])
            words = words[1..];
        var sum = new IntervalSum();
        if (words.Length == 0 || words.Length % 2 != 0)
            throw Invalid(origin);
        for (var i = 0; i < words.Length; i += 2)
        {
            var (number, unit) = (words[i], words[i + 1]);
            if (!Checked(() => sum.TryAdd(number, unit), origin, SyntaxErrors.IntervalOverflow))
                throw Invalid(origin);
        }

        return Make(sum, start);
    }

    private SpindleException Invalid(Origin origin) => new(SyntaxErrors.InvalidTypedLiteral,
        $"{Cursor.Text[origin.Start..origin.Stop]} is no interval; write numbers and units by turns, as in '3 days 2 hours'", origin,
        parameters: new Dictionary<string, string> { ["valueType"] = "\"INTERVAL\"", ["value"] = Cursor.Text[origin.Start..origin.Stop] })
    {
        SqlText = Cursor.Text,
    };

    private Literal Range(string value, bool isText, Token from, int valueStart, int start)
    {
        Cursor.Expect("TO");
        var to = Cursor.Advance();
        var type = IntervalFields.Type(from.Text, to.Text);
        var (origin, valueOrigin) = (Cursor.Since(start), Cursor.Since(valueStart));
        if (!isText)
            throw Cursor.Error(SyntaxErrors.RangeWithoutText, "the value of an interval with TO is text, as in INTERVAL '1-2' YEAR TO MONTH", valueOrigin);
        if (type is null || from.Text.TrimEnd('S') == to.Text.TrimEnd('S'))
            throw Cursor.Error(SyntaxErrors.UnsupportedIntervalRange, $"an interval cannot go from {from.Text} to {to.Text}", valueOrigin);
        if (type is YearMonthIntervalType)
        {
            var months = 0;
            if (!Checked(() => IntervalRange.TryYearToMonth(value, out months), valueOrigin, SyntaxErrors.IntervalParsing))
                throw Unmatched(SyntaxErrors.UnmatchedInterval, value, "[+|-]y-m", valueOrigin);
            return new Literal(months, type) { Origin = origin, Text = IntervalName.Of(months, type) };
        }

        var fields = (DayTimeIntervalType)type;
        long micros = 0;
        if (!Checked(() => IntervalRange.TryDayTime(value, fields.Start, fields.End, out micros), valueOrigin, SyntaxErrors.IntervalOutOfFields))
            throw Unmatched(SyntaxErrors.UnmatchedDayTimeInterval, value, $"[+|-]{Form(fields)}", valueOrigin);
        return new Literal(micros, type) { Origin = origin, Text = IntervalName.Of(micros, type) };
    }

    private static string Form(DayTimeIntervalType type) =>
        "d h:m:s.n".Substring(type.Start switch { DayTimeField.Day => 0, DayTimeField.Hour => 2, _ => 4 })[..^(type.End switch { DayTimeField.Hour => 6, DayTimeField.Minute => 4, _ => 0 })];

    private SpindleException Unmatched(ErrorClass errorClass, string value, string form, Origin origin) =>
        Cursor.Error(errorClass, $"'{value}' does not have the form {form} of this interval, or a part of it is out of range", origin);

    /// <param name="written">All numbers and units so far.</param>
    private void Add(IntervalSum sum, string value, bool isText, Token unit, int valueStart, string written)
    {
        var origin = new Origin(valueStart, unit.Stop);
        if (isText && value.Any(char.IsLetter))
            throw Cursor.Error(SyntaxErrors.InvalidIntervalValue, $"'{value}' is no number of {Cursor.Text[unit.Start..unit.Stop]}", origin);
        if (!Checked(() => sum.TryAdd(value, unit.Text), origin, SyntaxErrors.IntervalOverflow))
            throw Cursor.Error(IntervalProblem.Of(written), $"'{value}' is no number of {Cursor.Text[unit.Start..unit.Stop]}", default);
    }

    private Literal Make(IntervalSum sum, int start)
    {
        var origin = Cursor.Since(start);
        if (sum.IsMixed)
        {
            throw Cursor.Error(SyntaxErrors.MixedIntervalUnits,
                "an interval has either years and months or days and times; write two intervals, or use make_interval", origin);
        }

        var (value, type) = Checked(sum.Result, default, SyntaxErrors.IntervalArithmetic);
        return new Literal(value, type) { Origin = origin, Text = IntervalName.Of(value, type) };
    }

    private T Checked<T>(Func<T> compute, Origin origin, ErrorClass overflow)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw Cursor.Error(overflow, "the interval is too long for its type", origin);
        }
    }

    private string Value()
    {
        var sign = "";
        if (IsSign(Cursor.Current))
            sign = Cursor.Advance().Text;
        if (Cursor.Current.Kind is not (TokenKind.Text or TokenKind.DoubleQuotedText))
            return sign + Cursor.Advance().Text;
        var text = Grammar.Literals.Text().Trim();
        // A sign before the text turns the one within it over.
        return sign == "-" ? text.StartsWith('-') ? text[1..] : "-" + text.TrimStart('+') : text;
    }

    private Token AfterTexts()
    {
        var ahead = 0;
        while (Cursor.Peek(ahead).Kind == TokenKind.Text)
            ahead++;
        return Cursor.Peek(ahead);
    }

    private static bool IsSign(Token token) => token.IsSymbol("-") || token.IsSymbol("+");

    private static bool IsValue(Token token) => token.Kind is TokenKind.Integer or TokenKind.Decimal or TokenKind.Text or TokenKind.DoubleQuotedText;

    private static bool IsUnitOrField(Token token) => token.Kind == TokenKind.Word && (IntervalSum.IsUnit(token.Text) || IntervalSum.IsTooSmall(token.Text) || IntervalFields.IsField(token));
}
