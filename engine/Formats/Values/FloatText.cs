using System.Globalization;

namespace Spindle.Formats.Values;

/// <summary>Floating-point numbers as text.</summary>
public static class FloatText
{
    /// <summary>The most bytes that a formatted double takes: a sign, 17 digits, a point, <c>E-</c> and 3 digits.</summary>
    public const int MaxLength = 26;

    /// <summary>Reads a double as Java's <c>parseDouble</c> does, or <c>inf</c>, <c>infinity</c>, <c>nan</c> in any case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        text = TextTrim.Trim(text);
        if (IsDecimal(text, out var length))
            return double.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        return TrySpecial(text, out value) || HexFloatText.TryParse(text, out value);
    }

    /// <summary>Reads a float directly, not through a double, which would round twice.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        text = TextTrim.Trim(text);
        if (IsDecimal(text, out var length))
            return float.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        var found = TrySpecial(text, out var special) || HexFloatText.TryParse(text, out special);
        value = (float)special;
        return found;
    }

    /// <summary>Writes a double as Java 17 does: <c>1.0E10</c>, <c>0.1</c>, <c>-Infinity</c>.</summary>
    public static int Format(double value, Span<byte> target)
    {
        if (!double.IsFinite(value))
            return FormatSpecial(value, target);
        var bits = BitConverter.DoubleToInt64Bits(value);
        var fraction = (ulong)bits & 0xF_FFFF_FFFF_FFFF;
        return JavaFloatFormatter.Format(bits < 0, (int)(bits >> 52) & 0x7FF, fraction, 52, target);
    }

    /// <summary>Writes a float as Java 17 does.</summary>
    public static int Format(float value, Span<byte> target)
    {
        if (!float.IsFinite(value))
            return FormatSpecial(value, target);
        var bits = BitConverter.SingleToInt32Bits(value);
        return JavaFloatFormatter.Format(bits < 0, (bits >> 23) & 0xFF, (ulong)bits & 0x7F_FFFF, 23, target);
    }

    /// <summary>Whether the text is a decimal number; <paramref name="length"/> leaves out Java's type suffix.</summary>
    private static bool IsDecimal(ReadOnlySpan<byte> text, out int length)
    {
        var at = text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-') ? 0 : 1;
        var start = at;
        at = SkipDigits(text, at);
        var digits = at - start;
        if (at < text.Length && text[at] == '.')
        {
            start = at + 1;
            at = SkipDigits(text, start);
            digits += at - start;
        }
        length = at;
        if (digits == 0)
            return false;
        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at += at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            var end = SkipDigits(text, at);
            if (end == at)
                return false;
            length = at = end;
        }
        return at == text.Length || (at == text.Length - 1 && text[at] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F');
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && TextTrim.IsDigit(text[at]))
            at++;
        return at;
    }

    private static bool TrySpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (TextTrim.EqualsIgnoreCase(text, "nan"u8))
            return true;
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return TextTrim.EqualsIgnoreCase(text, "inf"u8) || TextTrim.EqualsIgnoreCase(text, "infinity"u8);
    }

    private static int FormatSpecial(double value, Span<byte> target)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value < 0 ? "-Infinity"u8 : "Infinity"u8;
        text.CopyTo(target);
        return text.Length;
    }
}
