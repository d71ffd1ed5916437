using System.Text;

namespace Spindle.Formats.Json.Reading;

/// <summary>Escapes and words inside JSON text.</summary>
internal static class JsonText
{
    /// <summary>Whether a text that begins with a backslash begins with an escape.</summary>
    public static bool IsEscape(ReadOnlySpan<byte> text, bool anyCharacter, byte quote) => text.Length >= 2 && text[1] switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => true,
        (byte)'u' => text.Length >= 6 && TryHex(text[2..6], out _),
        var other => anyCharacter || (other == '\'' && quote == '\''),
    };

    /// <summary>Takes the escapes out of a string whose escapes are known to be whole.</summary>
    /// <param name="target">At least as long as the text.</param>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var length = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            var run = plain < 0 ? text : text[..plain];
            run.CopyTo(target[length..]);
            length += run.Length;
            if (plain < 0)
                return length;
            text = text[plain..];
            if (text[1] == 'u' && text.Length >= 6 && TryHex(text[2..6], out var unit))
            {
                text = text[6..];
                length += Encode(unit, ref text, target[length..]);
                continue;
            }

            target[length++] = text[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var other => other,
            };
            text = text[2..];
        }
    }

    /// <summary>The length of <c>NaN</c>, <c>Infinity</c>, <c>-INF</c> and their like at the start; 0 where there is none.</summary>
    public static int NonNumberLength(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("NaN"u8))
            return 3;
        var sign = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        var word = text[sign..];
        return word.StartsWith("Infinity"u8) ? sign + 8 : word.StartsWith("INF"u8) ? sign + 3 : 0;
    }

    private static int Encode(int unit, ref ReadOnlySpan<byte> text, Span<byte> target)
    {
        var rune = unit;
        if (char.IsHighSurrogate((char)unit) && text.Length >= 6 && text[0] == '\\' && text[1] == 'u' && TryHex(text[2..6], out var low) && char.IsLowSurrogate((char)low))
        {
            rune = char.ConvertToUtf32((char)unit, (char)low);
            text = text[6..];
        }

        // Half a pair has no UTF-8; Java writes a question mark in its place.
        return Rune.IsValid(rune) ? new Rune(rune).EncodeToUtf8(target) : new Rune('?').EncodeToUtf8(target);
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            var lower = digit | 0x20;
            if (digit is >= (byte)'0' and <= (byte)'9')
                value = value * 16 + digit - '0';
            else if (lower is >= 'a' and <= 'f')
                value = value * 16 + lower - 'a' + 10;
            else
                return false;
        }

        return true;
    }
}
