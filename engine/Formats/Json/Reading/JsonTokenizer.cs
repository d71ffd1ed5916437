using System.Buffers;
using System.Text.Unicode;
using Spindle.Formats.Values;

namespace Spindle.Formats.Json.Reading;

/// <summary>Puts one JSON value at a time onto the tape. What does not follow the grammar is refused, with a reason and its place.</summary>
internal sealed class JsonTokenizer(JsonOptions options, JsonTape tape)
{
    /// <summary>Levels of objects and arrays.</summary>
    public const int MostDepth = 1_000;

    private const int LongestNumber = 1_000;

    private static readonly SearchValues<byte> DoubleQuoted = Stops('"');
    private static readonly SearchValues<byte> SingleQuoted = Stops('\'');

    /// <summary>Why the last value was refused.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Where in the window it was refused.</summary>
    public int ReasonAt { get; private set; }

    /// <summary>Reads the value that begins at <paramref name="at"/> or behind white space there.</summary>
    /// <param name="window">The text.</param>
    /// <param name="at">Moved behind the value.</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="token">Its position on the tape; -1 where there is white space only.</param>
    /// <returns>False where it is malformed; nothing is then left on the tape.</returns>
    public bool TryRead(ReadOnlySpan<byte> window, ref int at, int end, out int token)
    {
        token = -1;
        var mark = tape.Count;
        var text = window[..end];
        if (!SkipBlank(text, ref at))
            return false;
        if (at == end)
            return true;
        if (!Utf8.IsValid(text[at..]))
            return Refuse(at, "the text is not UTF-8");
        token = mark;
        if (TryValue(text, ref at, 0))
            return true;
        tape.Truncate(mark);
        return false;
    }

    private bool TryValue(ReadOnlySpan<byte> text, ref int at, int depth)
    {
        if (at >= text.Length)
            return Refuse(at, "the text ends where a value is expected");
        switch (text[at])
        {
            case (byte)'{':
                return TryObject(text, ref at, depth + 1);
            case (byte)'[':
                return TryArray(text, ref at, depth + 1);
            case (byte)'"':
                return TryString(text, ref at);
            case (byte)'\'' when options.AllowSingleQuotes:
                return TryString(text, ref at);
            case (byte)'t':
                return TryWord(text, ref at, "true"u8, JsonKind.True);
            case (byte)'f':
                return TryWord(text, ref at, "false"u8, JsonKind.False);
            case (byte)'n':
                return TryWord(text, ref at, "null"u8, JsonKind.Null);
            default:
                return TryNumber(text, ref at);
        }
    }

    private bool TryObject(ReadOnlySpan<byte> text, ref int at, int depth)
    {
        if (depth > MostDepth)
            return Refuse(at, "objects and arrays are nested more than 1,000 deep");
        var start = at++;
        var token = tape.Add(default);
        for (var first = true; ; first = false)
        {
            if (!SkipBlank(text, ref at))
                return false;
            if (at < text.Length && text[at] == '}' && first)
                break;
            if (!TryName(text, ref at) || !SkipBlank(text, ref at))
                return false;
            if (at >= text.Length || text[at] != ':')
                return Refuse(at, "a colon is missing behind a field's name");
            at++;
            if (!SkipBlank(text, ref at) || !TryValue(text, ref at, depth) || !SkipBlank(text, ref at))
                return false;
            if (at < text.Length && text[at] == '}')
                break;
            if (at >= text.Length || text[at] != ',')
                return Refuse(at, "a comma or a closing brace is missing");
            at++;
        }

        at++;
        tape[token] = new JsonToken(JsonKind.Object, start, at, tape.Count);
        return true;
    }

    private bool TryArray(ReadOnlySpan<byte> text, ref int at, int depth)
    {
        if (depth > MostDepth)
            return Refuse(at, "objects and arrays are nested more than 1,000 deep");
        var start = at++;
        var token = tape.Add(default);
        for (var first = true; ; first = false)
        {
            if (!SkipBlank(text, ref at))
                return false;
            if (at < text.Length && text[at] == ']' && first)
                break;
            if (!TryValue(text, ref at, depth) || !SkipBlank(text, ref at))
                return false;
            if (at < text.Length && text[at] == ']')
                break;
            if (at >= text.Length || text[at] != ',')
                return Refuse(at, "a comma or a closing bracket is missing");
            at++;
        }

        at++;
        tape[token] = new JsonToken(JsonKind.Array, start, at, tape.Count);
        return true;
    }

    private bool TryName(ReadOnlySpan<byte> text, ref int at)
    {
        if (at < text.Length && (text[at] == '"' || (text[at] == '\'' && options.AllowSingleQuotes)))
            return TryString(text, ref at);
        var start = at;
        if (options.AllowUnquotedFieldNames)
            while (at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || text[at] is (byte)'_' or (byte)'$' or (byte)'-' or >= 0x80))
                at++;
        if (at == start)
            return Refuse(at, at < text.Length ? "a field's name in quotes is expected" : "the text ends inside an object");
        tape.Add(new JsonToken(JsonKind.String, start, at, tape.Count + 1));
        return true;
    }

    private bool TryString(ReadOnlySpan<byte> text, ref int at)
    {
        var quote = text[at];
        var stops = quote == '"' ? DoubleQuoted : SingleQuoted;
        var start = ++at;
        var kind = JsonKind.String;
        while (true)
        {
            var found = text[at..].IndexOfAny(stops);
            if (found < 0)
                return Refuse(start, "a string is not closed");
            at += found;
            if (text[at] == quote)
                break;
            if (text[at] != '\\')
            {
                if (!options.AllowUnquotedControlChars)
                    return Refuse(at, "a string holds a control character that is not escaped");
                at++;
                continue;
            }

            kind = JsonKind.EscapedString;
            if (!JsonText.IsEscape(text[at..], options.AllowBackslashEscapingAnyCharacter, quote))
                return Refuse(at, "a backslash does not begin an escape");
            at += 2;
        }

        tape.Add(new JsonToken(kind, start, at, tape.Count + 1));
        at++;
        return true;
    }

    private bool TryWord(ReadOnlySpan<byte> text, ref int at, ReadOnlySpan<byte> word, JsonKind kind)
    {
        var start = at;
        if (!text[at..].StartsWith(word) || (at + word.Length < text.Length && char.IsAsciiLetterOrDigit((char)text[at + word.Length])))
            return Refuse(at, "an unknown word stands where a value is expected");
        at += word.Length;
        tape.Add(new JsonToken(kind, start, at, tape.Count + 1));
        return true;
    }

    private bool TryNumber(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        if (options.AllowNonNumericNumbers && JsonText.NonNumberLength(text[at..]) is > 0 and var length)
        {
            at += length;
            tape.Add(new JsonToken(JsonKind.NonNumber, start, at, tape.Count + 1));
            return true;
        }

        if (text[at] == '-')
            at++;
        var digits = SkipDigits(text, ref at);
        if (digits == 0)
            return Refuse(start, "a value is expected");
        if (digits > 1 && text[at - digits] == '0' && !options.AllowNumericLeadingZeros)
            return Refuse(start, "a number begins with zero");
        var kind = JsonKind.Integer;
        if (at < text.Length && text[at] == '.')
        {
            kind = JsonKind.Fraction;
            at++;
            if (SkipDigits(text, ref at) == 0)
                return Refuse(start, "a number has no digit behind its point");
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            kind = JsonKind.Fraction;
            at++;
            if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
                at++;
            if (SkipDigits(text, ref at) == 0)
                return Refuse(start, "a number has no digit in its exponent");
        }

        if (at - start > LongestNumber)
            return Refuse(start, "a number has over 1,000 digits");
        if (at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || text[at] is (byte)'.' or (byte)'+' or (byte)'-' or (byte)'_'))
            return Refuse(start, "a number is followed by other text");
        tape.Add(new JsonToken(kind, start, at, tape.Count + 1));
        return true;
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (at < text.Length && TextTrim.IsDigit(text[at]))
            at++;
        return at - start;
    }

    /// <summary>Moves past white space and comments; false where a comment does not end.</summary>
    private bool SkipBlank(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            {
                at++;
                continue;
            }

            if (text[at] != '/' || !options.AllowComments)
                return true;
            var rest = text[at..];
            var length = rest.StartsWith("//"u8) ? rest.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var line ? line : rest.Length
                : rest.StartsWith("/*"u8) && rest[2..].IndexOf("*/"u8) is >= 0 and var close ? close + 4 : 0;
            if (length == 0)
                return Refuse(at, "a comment is not closed");
            at += length;
        }

        return true;
    }

    private bool Refuse(int at, string reason)
    {
        (Reason, ReasonAt) = (reason, at);
        return false;
    }

    private static SearchValues<byte> Stops(char quote) => SearchValues.Create([(byte)quote, (byte)'\\', .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);
}
