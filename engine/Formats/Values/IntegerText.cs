using System.Buffers.Text;

namespace Spindle.Formats.Values;

/// <summary>Integers as text.</summary>
public static class IntegerText
{
    /// <summary>The most bytes that a formatted long takes.</summary>
    public const int MaxLength = 20;

    /// <summary>Reads an integer with optional sign and white space around it.</summary>
    /// <param name="text">UTF-8 text.</param>
    /// <param name="value">The value read.</param>
    /// <param name="allowFraction">Whether a point and more digits may follow; they are dropped. Spark allows it where ANSI mode is off.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value, bool allowFraction = false)
    {
        value = 0;
        text = TextTrim.Trim(text);
        if (text.IsEmpty)
            return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        if (at == text.Length)
            return false;
        // Below zero there is one more value than above: build the negative.
        for (; at < text.Length && TextTrim.IsDigit(text[at]); at++)
        {
            var digit = text[at] - '0';
            if (value < long.MinValue / 10 || (value == long.MinValue / 10 && digit > 8))
                return false;
            value = value * 10 - digit;
        }
        if (at < text.Length && !(allowFraction && text[at] == '.' && IsAllDigits(text[(at + 1)..])))
            return false;
        if (!negative)
        {
            if (value == long.MinValue)
                return false;
            value = -value;
        }
        return true;
    }

    /// <summary>Reads an integer of 32 bits; see <see cref="TryParse(ReadOnlySpan{byte}, out long, bool)"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int value, bool allowFraction = false)
    {
        var fits = TryParse(text, out long wide, allowFraction) && wide == (int)wide;
        value = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>Writes an integer; the target has room for <see cref="MaxLength"/> bytes.</summary>
    public static int Format(long value, Span<byte> target)
    {
        Utf8Formatter.TryFormat(value, target, out var length);
        return length;
    }

    private static bool IsAllDigits(ReadOnlySpan<byte> text)
    {
        foreach (var symbol in text)
            if (!TextTrim.IsDigit(symbol))
                return false;
        return true;
    }
}
