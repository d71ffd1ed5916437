namespace Spindle.Formats.Values;

/// <summary>The frame around an interval's digits: <c>INTERVAL [+-]'…' DAY TO SECOND</c>, or the digits alone.</summary>
internal static class IntervalLiteral
{
    /// <summary>Takes off the frame and the signs; false when there is a frame that names other fields.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerFields, out ReadOnlySpan<byte> body, out bool negative)
    {
        body = TextTrim.Trim(text);
        negative = false;
        if (body.Length > 8 && TextTrim.EqualsIgnoreCase(body[..8], "interval"u8) && !TakeFrame(ref body, lowerFields, ref negative))
            return false;
        if (!body.IsEmpty && body[0] is (byte)'-' or (byte)'+')
        {
            negative ^= body[0] == '-';
            body = body[1..];
        }
        return !body.IsEmpty;
    }

    private static bool TakeFrame(ref ReadOnlySpan<byte> body, ReadOnlySpan<byte> lowerFields, ref bool negative)
    {
        body = body[8..];
        if (!TextTrim.IsBlank(body[0]))
            return false;
        body = TextTrim.Trim(body);
        if (body[0] is (byte)'-' or (byte)'+')
        {
            negative = body[0] == '-';
            body = body[1..];
        }
        var end = body.LastIndexOf((byte)'\'');
        if (end < 1 || body[0] != '\'' || !IsFields(body[(end + 1)..], lowerFields))
            return false;
        body = body[1..end];
        return true;
    }

    /// <summary>Whether the text is the fields' words, apart by any white space.</summary>
    private static bool IsFields(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerFields)
    {
        if (text.IsEmpty || !TextTrim.IsBlank(text[0]))
            return false;
        text = TextTrim.Trim(text);
        while (true)
        {
            var word = lowerFields.IndexOf((byte)' ') is var space and >= 0 ? lowerFields[..space] : lowerFields;
            if (text.Length < word.Length || !TextTrim.EqualsIgnoreCase(text[..word.Length], word))
                return false;
            text = text[word.Length..];
            if (word.Length == lowerFields.Length)
                return text.IsEmpty;
            if (text.IsEmpty || !TextTrim.IsBlank(text[0]))
                return false;
            text = TextTrim.Trim(text);
            lowerFields = lowerFields[(word.Length + 1)..];
        }
    }

    /// <summary>Digits at the start of the text, at most <paramref name="most"/> of them.</summary>
    public static bool TryDigits(ref ReadOnlySpan<byte> text, int most, out long value)
    {
        value = 0;
        var at = 0;
        for (; at < text.Length && TextTrim.IsDigit(text[at]); at++)
        {
            if (at == most)
                return false;
            value = value * 10 + text[at] - '0';
        }
        text = text[at..];
        return at > 0;
    }
}
