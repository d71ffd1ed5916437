using System.Text;

namespace Spindle.Sql.Parsing.Lexing;

/// <summary>From a quoted token to what it stands for.</summary>
internal static class TextLiterals
{
    /// <summary>A string's text: raw strings as they are, others with their escapes replaced.</summary>
    public static string Value(string token)
    {
        if (token[0] is 'r' or 'R')
            return token[2..^1];
        var quote = token[0];
        var body = token.AsSpan(1, token.Length - 2);
        if (body.IndexOf('\\') < 0 && body.IndexOf(quote) < 0)
            return body.ToString();
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == quote)
                i++; // written twice
            if (body[i] == '\\' && i + 1 < body.Length)
                i = Escape(body, i + 1, text);
            else
                text.Append(body[i]);
        }

        return text.ToString();
    }

    /// <summary>A name's text: backquotes (or double quotes) removed, those written twice halved.</summary>
    public static string Name(string token) => token[1..^1].Replace(new string(token[0], 2), token[..1], StringComparison.Ordinal);

    /// <summary>Appends what the escape at <paramref name="at"/> (after the backslash) stands for; returns the position of its last character.</summary>
    private static int Escape(ReadOnlySpan<char> body, int at, StringBuilder text)
    {
        var c = body[at];
        switch (c)
        {
            case 'u' when TryHex(body, at + 1, 4, out var unit):
                text.Append((char)unit);
                return at + 4;
            case 'U' when TryHex(body, at + 1, 8, out var point) && Rune.IsValid(point):
                text.Append(new Rune(point));
                return at + 8;
            case >= '0' and <= '1' when at + 2 < body.Length && body[at + 1] is >= '0' and <= '7' && body[at + 2] is >= '0' and <= '7':
                text.Append((char)(((c - '0') << 6) | ((body[at + 1] - '0') << 3) | (body[at + 2] - '0')));
                return at + 2;
            case '%' or '_': // patterns keep their own escapes
                text.Append('\\').Append(c);
                return at;
            default:
                text.Append(c switch
                {
                    '0' => '\0',
                    'b' => '\b',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'Z' => '\u001A',
                    _ => c,
                });
                return at;
        }
    }

    private static bool TryHex(ReadOnlySpan<char> body, int start, int length, out int value)
    {
        value = 0;
        return start + length <= body.Length
            && int.TryParse(body.Slice(start, length), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out value);
    }
}
