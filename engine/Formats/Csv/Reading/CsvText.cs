using Spindle.Formats.Values;

namespace Spindle.Formats.Csv.Reading;

/// <summary>What Java's number parsers accept of the text of a field.</summary>
internal static class CsvText
{
    private const int LongestNumber = 1_024;

    /// <summary>No white space at either end.</summary>
    public static bool IsTight(ReadOnlySpan<byte> text) => !text.IsEmpty && !TextTrim.IsBlank(text[0]) && !TextTrim.IsBlank(text[^1]);

    /// <summary>False for <c>inf</c>, <c>nan</c> and their like in other case than Java's, which casts accept.</summary>
    public static bool IsNumeric(ReadOnlySpan<byte> text)
    {
        var plain = TextTrim.Trim(text);
        if (!plain.IsEmpty && plain[0] is (byte)'-' or (byte)'+')
            plain = plain[1..];
        if (plain.IsEmpty)
            return false;
        return plain[0] switch
        {
            (byte)'I' => plain.SequenceEqual("Infinity"u8),
            (byte)'N' => plain.SequenceEqual("NaN"u8),
            _ => plain[0] is (byte)'.' or (>= (byte)'0' and <= (byte)'9'),
        };
    }

    /// <summary>A decimal; commas between its digits are left out.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value)
    {
        value = 0;
        if (!IsTight(text) || text.Length > LongestNumber)
            return false;
        if (!text.Contains((byte)','))
            return DecimalText.TryParse(text, precision, scale, out value) == DecimalParse.Ok;
        Span<byte> plain = stackalloc byte[LongestNumber];
        return DecimalText.TryParse(plain[..WithoutCommas(text, plain)], precision, scale, out value) == DecimalParse.Ok;
    }

    /// <summary>The number's own digits and scale.</summary>
    public static bool TryExactDecimal(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale)
    {
        (unscaled, scale) = (0, 0);
        if (!IsTight(text) || text.Length > LongestNumber)
            return false;
        Span<byte> plain = stackalloc byte[LongestNumber];
        return DecimalText.TryParseExact(plain[..WithoutCommas(text, plain)], out unscaled, out scale);
    }

    private static int WithoutCommas(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        foreach (var symbol in text)
            if (symbol != ',')
                target[length++] = symbol;
        return length;
    }
}
