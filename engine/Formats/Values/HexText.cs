namespace Spindle.Formats.Values;

/// <summary>Bytes as hexadecimal digits.</summary>
public static class HexText
{
    /// <summary>Writes two upper-case digits a byte; the target has room for twice the bytes.</summary>
    public static int Format(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        Convert.TryToHexString(bytes, target, out var length);
        return length;
    }

    /// <summary>Reads digits of either case; an odd first digit stands for a byte of its own. The target has room for half the digits, rounded up.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> target, out int length)
    {
        length = (text.Length + 1) / 2;
        var odd = text.Length & 1;
        if (odd == 0)
            return Convert.FromHexString(text, target, out _, out _) == System.Buffers.OperationStatus.Done;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = Value(text[i]);
            if (digit < 0)
                return false;
            var at = (i + odd) / 2;
            target[at] = (byte)(((i + odd) & 1) == 0 || (odd == 1 && i == 0) ? (odd == 1 && i == 0 ? digit : digit << 4) : target[at] | digit);
        }
        return true;
    }

    private static int Value(byte symbol) =>
        TextTrim.IsDigit(symbol) ? symbol - '0' : (uint)((symbol | 0x20) - 'a') < 6 ? (symbol | 0x20) - 'a' + 10 : -1;
}
