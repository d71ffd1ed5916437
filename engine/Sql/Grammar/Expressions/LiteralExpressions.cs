using System.Globalization;
using System.Numerics;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary>Constants: text, numbers with and without suffix, <c>DATE '…'</c> and its kind, TRUE, FALSE, NULL.</summary>
internal sealed class LiteralExpressions(SparkGrammar grammar) : Production(grammar)
{
    public bool AtText => IsText(Cursor.Current);

    private bool IsText(Token token) => token.Kind == TokenKind.Text || (token.Kind == TokenKind.DoubleQuotedText && !Grammar.Settings.DoubleQuotedNames);

    /// <summary>One or more texts side by side, which are one; a parameter may stand for any of them.</summary>
    public string Text()
    {
        if (!AtText && !Grammar.Parameters.AtParameter)
            throw Cursor.Unexpected("a string");
        var text = "";
        do
            text += Part();
        while (AtText || (Grammar.Parameters.AtParameter && Grammar.Settings.Parameters is not null));
        return text;
    }

    private string Part()
    {
        if (AtText)
            return TextLiterals.Value(Cursor.Advance().Text);
        var start = Cursor.Position;
        if (Grammar.Parameters.Parameter() is Literal { Value: ByteString value, LiteralType: StringType })
            return value.ToString();
        Cursor.Position = start;
        throw Cursor.Unexpected("a string");
    }

    /// <summary>A parameter's value, with the texts behind it where it is one.</summary>
    public Expression ParameterValue()
    {
        var start = Cursor.Current.Start;
        var value = Grammar.Parameters.Parameter();
        return AtText && value is Literal { Value: ByteString text, LiteralType: StringType }
            ? new Literal(ByteString.Of(text + Text()), DataType.String) { Origin = Cursor.Since(start) }
            : value;
    }

    public Literal TextLiteral()
    {
        var start = Cursor.Current.Start;
        return new Literal(ByteString.Of(Text()), DataType.String) { Origin = Cursor.Since(start) };
    }

    public static bool IsNumber(Token token) => token.Kind is TokenKind.Integer or TokenKind.Decimal or TokenKind.Exponent or TokenKind.SuffixedNumber;

    /// <summary>A number, with the sign that stood before it if any: the least BIGINT is one literal.</summary>
    public Literal Number(int start, bool negative)
    {
        var token = Cursor.Advance();
        var text = negative ? "-" + token.Text : token.Text;
        var origin = Cursor.Since(start);
        return token.Kind switch
        {
            TokenKind.Integer => Whole(text, origin),
            TokenKind.Decimal => Decimal(text, origin),
            TokenKind.Exponent => Double(text, text, origin),
            _ => Suffixed(text, origin),
        };
    }

    /// <summary>True where a type's name stands before its text: <c>DATE '2020-01-01'</c>, <c>X'1F'</c>.</summary>
    public bool AtTypedText => Cursor.Current.Kind == TokenKind.Word && IsText(Cursor.Peek())
        && Cursor.Current.Text is "DATE" or "TIMESTAMP" or "TIMESTAMP_LTZ" or "TIMESTAMP_NTZ" or "TIME" or "X";

    public Literal TypedText()
    {
        var start = Cursor.Current.Start;
        var type = Cursor.Advance().Text;
        var text = Text();
        var origin = Cursor.Since(start);
        return (type switch
        {
            "DATE" => DateTimeText.TryDate(text, out var days) ? new Literal(days, DataType.Date) { Text = $"DATE '{DateTimeName.Date(days)}'" } : null,
            "TIME" => DateTimeText.TryTime(text, out var nanos) ? new Literal(nanos, new TimeType()) { Text = $"TIME '{DateTimeName.Time(nanos / 1_000)}'" } : null,
            "X" => Binary(text),
            _ => Timestamp(type, text),
        })?.At(origin) ?? Deferred(type, text, origin);
    }

    // Text that is no value is no error of grammar: one further on comes first.
    private Literal Deferred(string type, string text, Origin origin)
    {
        Cursor.Defer(Invalid(type, text, origin));
        return new Literal(null, DataType.Null) { Origin = origin };
    }

    private SpindleException Invalid(string type, string text, Origin origin) => new(SyntaxErrors.InvalidTypedLiteral,
        $"'{text}' is no {type} value", origin, parameters: new Dictionary<string, string> { ["valueType"] = $"\"{type}\"", ["value"] = $"'{text}'" }) { SqlText = Cursor.Text };

    private Literal? Timestamp(string type, string text)
    {
        if (!DateTimeText.TryTimestamp(text, out var local, out var zoneId))
            return null;
        if (type == "TIMESTAMP_NTZ" || (type == "TIMESTAMP" && Grammar.Settings.TimestampIsLocal && zoneId.Length == 0))
            return new Literal(local, DataType.TimestampNtz) { Text = $"TIMESTAMP_NTZ '{DateTimeName.Timestamp(local)}'" };
        var zone = zoneId.Length == 0 ? Grammar.Settings.TimeZone : Columnar.Time.TimeZone.Find(zoneId);
        if (zone is null)
            return null;
        var instant = zone.ToInstant(local);
        return new Literal(instant, DataType.Timestamp) { Text = $"TIMESTAMP '{DateTimeName.Timestamp(Grammar.Settings.TimeZone.ToLocal(instant))}'" };
    }

    private static Literal? Binary(string text)
    {
        if (text.Any(c => !char.IsAsciiHexDigit(c)))
            return null;
        return new Literal(ByteString.Of(Convert.FromHexString(text.Length % 2 == 0 ? text : "0" + text)), DataType.Binary);
    }

    private Literal Whole(string text, Origin origin)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var narrow))
            return new Literal(narrow, DataType.Int) { Origin = origin };
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide))
            return new Literal(wide, DataType.Long) { Origin = origin };
        return Decimal(text, origin);
    }

    private Literal Decimal(string text, Origin origin)
    {
        // mantissa [e exponent], where the exponent moves the point
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? text : text[..mark];
        var exponent = mark < 0 ? 0 : Exponent(text[(mark + 1)..], origin);
        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var unscaled = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (scale < 0 && scale >= -DecimalType.MaxPrecision)
        {
            unscaled *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        var length = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).Length;
        var precision = Math.Max(length, scale);
        if (precision > DecimalType.MaxPrecision || scale < 0)
            throw Cursor.Error(SyntaxErrors.DecimalPrecisionExceeded, $"{text} has {precision} digits; a decimal has at most {DecimalType.MaxPrecision}", origin);
        return new Literal((Int128)unscaled, new DecimalType(precision, scale)) { Origin = origin };
    }

    private int Exponent(string text, Origin origin) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) < 1_000
            ? exponent
            : throw Cursor.Error(SyntaxErrors.DecimalPrecisionExceeded, "the exponent is out of a decimal's range", origin);

    private Literal Suffixed(string text, Origin origin)
    {
        var suffix = char.ToUpperInvariant(text[^1]);
        var number = text[..^1];
        switch (suffix)
        {
            case 'D' when char.ToUpperInvariant(text[^2]) == 'B':
                return Decimal(text[..^2], origin);
            case 'D':
                return Double(number, text, origin);
            case 'F':
                var single = float.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
                return float.IsFinite(single) ? new Literal(single, DataType.Float) { Origin = origin }
                    : throw OutOfRange(text, "float", "-3.4028235E38", "3.4028235E38", origin);
            case 'L':
                return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide)
                    ? new Literal(wide, DataType.Long) { Origin = origin }
                    : throw OutOfRange(text, "bigint", "-9223372036854775808", "9223372036854775807", origin);
            case 'S':
                return short.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var narrow)
                    ? new Literal(narrow, DataType.Short) { Origin = origin }
                    : throw OutOfRange(text, "smallint", "-32768", "32767", origin);
            default:
                return sbyte.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var tiny)
                    ? new Literal(tiny, DataType.Byte) { Origin = origin }
                    : throw OutOfRange(text, "tinyint", "-128", "127", origin);
        }
    }

    private Literal Double(string number, string written, Origin origin)
    {
        var value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? new Literal(value, DataType.Double) { Origin = origin }
            : throw OutOfRange(written, "double", "-1.7976931348623157E308", "1.7976931348623157E308", origin);
    }

    private SpindleException OutOfRange(string text, string type, string least, string most, Origin origin) => new(SyntaxErrors.InvalidNumericLiteralRange,
        $"{text} is outside of {type}, which goes from {least} to {most}", origin,
        parameters: new Dictionary<string, string> { ["rawStrippedQualifier"] = text, ["minValue"] = least, ["maxValue"] = most, ["typeName"] = type }) { SqlText = Cursor.Text };
}
