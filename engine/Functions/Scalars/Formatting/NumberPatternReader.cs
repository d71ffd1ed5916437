namespace Spindle.Functions.Scalars.Formatting;

/// <summary>Text to numbers by a <see cref="NumberPattern"/>. White space among digits does not count; runs of digits are matched from the right.</summary>
internal readonly ref struct NumberPatternReader(NumberPattern pattern, ReadOnlySpan<byte> text)
{
    private const int MaxRuns = 64;

    private readonly ReadOnlySpan<byte> text = text;

    /// <summary>The number, unscaled at the pattern's scale; false where the text does not match.</summary>
    public bool TryRead(out Int128 unscaled)
    {
        unscaled = 0;
        var (at, hasPoint, isNegative, isOpen, isClosed) = (0, false, false, false, false);
        var (digits, decimals) = (0, 0);
        foreach (var token in pattern.Tokens)
        {
            var next = at < text.Length ? text[at] : 0;
            switch (token.Kind)
            {
                case NumberTokenKind.Digits:
                    if (!TryReadRuns(token, ref at, ref unscaled, out var count))
                        return false;
                    digits += count;
                    decimals += hasPoint ? count : 0;
                    break;
                case NumberTokenKind.Point when next == '.':
                    hasPoint = true;
                    at++;
                    break;
                case NumberTokenKind.Dollar when next == '$':
                    at++;
                    break;
                case NumberTokenKind.Dollar when next != 0:
                    return false;
                case NumberTokenKind.Sign when next is '+' or '-':
                case NumberTokenKind.Minus when next == '-':
                    isNegative ^= next == '-';
                    at++;
                    break;
                case NumberTokenKind.OpenBracket when next == '<':
                    isOpen = true;
                    at++;
                    break;
                case NumberTokenKind.CloseBracket when next == '>':
                    if (!isOpen)
                        return false;
                    isClosed = true;
                    isNegative = !isNegative;
                    at++;
                    break;
            }
        }

        if (at < text.Length || isOpen != isClosed || digits == 0)
            return false;
        for (; decimals < pattern.Scale; decimals++)
            unscaled *= 10;
        unscaled = isNegative ? -unscaled : unscaled;
        return true;
    }

    private bool TryReadRuns(NumberToken token, ref int at, ref Int128 unscaled, out int digits)
    {
        Span<int> sizes = stackalloc int[MaxRuns];
        var runs = 1;
        digits = 0;
        for (; at < text.Length; at++)
        {
            var character = text[at];
            if (character is >= (byte)'0' and <= (byte)'9')
            {
                if (++digits > 38)
                    return false;
                sizes[runs - 1]++;
                unscaled = unscaled * 10 + (character - '0');
            }
            else if (character == ',')
            {
                if (++runs > MaxRuns || runs > token.Runs.Count)
                    return false;
            }
            else if (character is not ((byte)' ' or (>= 9 and <= 13)))
            {
                break;
            }
        }

        if (runs > token.Runs.Count)
            return false;
        for (var i = 1; i <= token.Runs.Count; i++)
        {
            var size = i <= runs ? sizes[runs - i] : 0;
            var expected = token.Runs[^i];
            if (expected.IsExact ? size != expected.Count : size > expected.Count)
                return false;
        }

        return true;
    }
}
