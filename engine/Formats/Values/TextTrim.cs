namespace Spindle.Formats.Values;

/// <summary>The white space that Spark ignores around a value.</summary>
internal static class TextTrim
{
    /// <summary>Cuts ASCII white space and control characters from both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return text[start..end];
    }

    public static bool IsBlank(byte symbol) => symbol is <= 0x20 or 0x7F;

    public static bool IsDigit(byte symbol) => (uint)(symbol - '0') <= 9;

    /// <summary>Compares with lower-case ASCII text, ignoring case.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            var symbol = text[i];
            if ((uint)(symbol - 'A') <= 'Z' - 'A')
                symbol |= 0x20;
            if (symbol != lower[i])
                return false;
        }
        return true;
    }
}
