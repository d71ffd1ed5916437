using System.Globalization;
using System.Text;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Scalars.Formatting;

/// <summary>Values by conversions of Java's Formatter.</summary>
internal static class PrintfWriter
{
    /// <summary>Appends a value; false where the conversion does not go with the value.</summary>
    /// <param name="target">Where the text goes.</param>
    /// <param name="piece">The conversion.</param>
    /// <param name="value">In the form that <see cref="Columnar.Vectors.VectorReader"/> describes.</param>
    /// <param name="text">The value's text for <c>%s</c>.</param>
    /// <param name="hash">The value's hash for <c>%h</c>.</param>
    public static bool TryAppend(StringBuilder target, PrintfSpecifier piece, object? value, Func<string> text, Func<int> hash)
    {
        var start = target.Length;
        switch (piece.Conversion)
        {
            case 'b':
                AppendCut(target, piece, value switch { null => "false", bool truth => truth ? "true" : "false", _ => "true" });
                break;
            case 's':
                AppendCut(target, piece, value is null ? "null" : text());
                break;
            case 'h':
                AppendCut(target, piece, value is null ? "null" : hash().ToString("x", CultureInfo.InvariantCulture));
                break;
            case var _ when value is null:
                AppendCut(target, piece, "null");
                break;
            case 'c' when value is int or short or sbyte && Rune.TryCreate(Convert.ToInt32(value, CultureInfo.InvariantCulture), out var rune):
                target.Append(rune.ToString());
                break;
            case 'd' when value is long or int or short or sbyte:
                AppendSigned(target, piece, ((Int128)Convert.ToInt64(value, CultureInfo.InvariantCulture)) is var whole && whole < 0, (Int128.Abs(whole)).ToString(CultureInfo.InvariantCulture));
                break;
            case 'x' or 'o' when value is long or int or short or sbyte:
                AppendSigned(target, piece with { Flags = piece.Flags.Replace("#", "", StringComparison.Ordinal) }, false, (piece.Has('#') ? piece.Conversion == 'x' ? "0x" : "0" : "") + Bits(piece.Conversion == 'x', value));
                break;
            case 'e' or 'f' or 'g' or 'a' when value is double or float:
                AppendFloat(target, piece, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            default:
                return false;
        }

        if (piece.IsUpper)
        {
            var upper = target.ToString(start, target.Length - start).ToUpperInvariant();
            target.Length = start;
            target.Append(upper);
        }

        Fill(target, start, piece);
        return true;
    }

    /// <summary>Brings what was appended since <paramref name="start"/> to the width.</summary>
    public static void Fill(StringBuilder target, int start, PrintfSpecifier piece)
    {
        var missing = piece.Width - (target.Length - start);
        if (missing > 0)
            target.Insert(piece.Has('-') ? target.Length : start, " ", missing);
    }

    private static void AppendCut(StringBuilder target, PrintfSpecifier piece, string text) =>
        target.Append(piece.Precision >= 0 && piece.Precision < text.Length ? text.AsSpan(0, piece.Precision) : text);

    private static string Bits(bool isHexadecimal, object value)
    {
        var bits = value switch { sbyte v => (byte)v, short v => (ushort)v, int v => (uint)v, _ => (ulong)(long)value };
        if (isHexadecimal)
            return bits.ToString("x", CultureInfo.InvariantCulture);
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (char)('0' + (int)(bits & 7)));
            bits >>= 3;
        }
        while (bits != 0);
        return digits.ToString();
    }

    private static void AppendFloat(StringBuilder target, PrintfSpecifier piece, double value)
    {
        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "NaN" : "Infinity";
            target.Append(value < 0 ? piece.Has('(') ? $"({name})" : $"-{name}" : double.IsNaN(value) ? name : piece.Has('+') ? $"+{name}" : piece.Has(' ') ? $" {name}" : name);
            return;
        }

        var digits = new StringBuilder();
        var precision = piece.Precision < 0 ? 6 : piece.Precision;
        switch (piece.Conversion)
        {
            case 'e':
                JavaDecimalText.AppendScientific(digits, value, precision);
                break;
            case 'f':
                JavaDecimalText.AppendFixed(digits, value, precision);
                break;
            case 'g':
                JavaDecimalText.AppendGeneral(digits, value, precision);
                break;
            default:
                JavaDecimalText.AppendHexadecimal(digits, value);
                break;
        }

        AppendSigned(target, piece, double.IsNegative(value), digits.ToString());
    }

    /// <summary>Digits with grouping, sign and leading zeros by the flags.</summary>
    private static void AppendSigned(StringBuilder target, PrintfSpecifier piece, bool isNegative, string digits)
    {
        if (piece.Has(','))
            digits = Grouped(digits);
        var before = isNegative ? piece.Has('(') ? "(" : "-" : piece.Has('+') ? "+" : piece.Has(' ') ? " " : "";
        var after = isNegative && piece.Has('(') ? ")" : "";
        var zeros = piece.Has('0') ? Math.Max(0, piece.Width - before.Length - digits.Length - after.Length) : 0;
        var prefix = digits.StartsWith("0x", StringComparison.Ordinal) ? 2 : 0;
        target.Append(before).Append(digits, 0, prefix).Append('0', zeros).Append(digits, prefix, digits.Length - prefix).Append(after);
    }

    private static string Grouped(string digits)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal) is >= 0 and var found ? found : digits.Length;
        var grouped = new StringBuilder(digits);
        for (var at = point - 3; at > 0; at -= 3)
            grouped.Insert(at, ',');
        return grouped.ToString();
    }
}
