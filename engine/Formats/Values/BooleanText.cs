namespace Spindle.Formats.Values;

/// <summary>Booleans as text.</summary>
public static class BooleanText
{
    public const int MaxLength = 5;

    /// <summary>Reads <c>t, true, y, yes, 1</c> or <c>f, false, n, no, 0</c> in any case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        text = TextTrim.Trim(text);
        value = text.Length switch
        {
            1 => text[0] is (byte)'t' or (byte)'T' or (byte)'y' or (byte)'Y' or (byte)'1',
            3 => TextTrim.EqualsIgnoreCase(text, "yes"u8),
            4 => TextTrim.EqualsIgnoreCase(text, "true"u8),
            _ => false,
        };
        return value || text.Length switch
        {
            1 => text[0] is (byte)'f' or (byte)'F' or (byte)'n' or (byte)'N' or (byte)'0',
            2 => TextTrim.EqualsIgnoreCase(text, "no"u8),
            5 => TextTrim.EqualsIgnoreCase(text, "false"u8),
            _ => false,
        };
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public static int Format(bool value, Span<byte> target)
    {
        var text = value ? "true"u8 : "false"u8;
        text.CopyTo(target);
        return text.Length;
    }
}
