namespace Spindle.Formats.Values;

/// <summary>Java's hexadecimal floating-point literals: <c>0x1.8p1</c> is 3.</summary>
internal static class HexFloatText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        if (text.Length < 3 || text[0] != '0' || (text[1] | 0x20) != 'x')
            return false;
        text = text[2..];
        var (digits, exponent, mantissa, seenPoint, at) = (0, 0L, 0UL, false, 0);
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && !seenPoint)
            {
                seenPoint = true;
                continue;
            }
            var digit = Digit(text[at]);
            if (digit < 0)
                break;
            digits++;
            // 60 bits hold more than a double does; later digits only keep the value from looking like a tie.
            if (mantissa >> 56 == 0)
            {
                mantissa = (mantissa << 4) | (uint)digit;
                exponent -= seenPoint ? 4 : 0;
            }
            else
            {
                mantissa |= digit != 0 ? 1u : 0u;
                exponent += seenPoint ? 0 : 4;
            }
        }
        if (digits == 0 || at == text.Length || (text[at] | 0x20) != 'p')
            return false;
        text = text[(at + 1)..];
        if (!text.IsEmpty && text[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F')
            text = text[..^1];
        if (text.IsEmpty || TextTrim.IsBlank(text[0]) || !IntegerText.TryParse(text, out int power))
            return false;
        value = Math.ScaleB(mantissa, (int)Math.Clamp(exponent + power, -5_000, 5_000));
        value = negative ? -value : value;
        return true;
    }

    private static int Digit(byte symbol) =>
        TextTrim.IsDigit(symbol) ? symbol - '0' : (uint)((symbol | 0x20) - 'a') < 6 ? (symbol | 0x20) - 'a' + 10 : -1;
}
