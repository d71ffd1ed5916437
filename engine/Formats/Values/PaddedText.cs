namespace Spindle.Formats.Values;

/// <summary>Numbers of fixed width inside dates and times.</summary>
internal static class PaddedText
{
    /// <summary>A year of at least four digits; <c>+</c> before one over 9999, <c>-</c> before one below 0.</summary>
    public static int FormatYear(int year, Span<byte> target)
    {
        if ((uint)year <= 9_999)
            return Format(year, 4, target);
        target[0] = year < 0 ? (byte)'-' : (byte)'+';
        var size = Math.Abs((long)year);
        return size <= 9_999 ? 1 + Format((int)size, 4, target[1..]) : 1 + IntegerText.Format(size, target[1..]);
    }

    /// <summary>A number of at most <paramref name="width"/> digits with leading zeros.</summary>
    public static int Format(int value, int width, Span<byte> target)
    {
        for (var i = width - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + value % 10);
            value /= 10;
        }
        return width;
    }

    /// <summary>A point and six digits of microseconds without trailing zeros; nothing for zero.</summary>
    public static int FormatFraction(int micros, Span<byte> target)
    {
        if (micros == 0)
            return 0;
        target[0] = (byte)'.';
        Format(micros, 6, target[1..]);
        var length = 7;
        while (target[length - 1] == '0')
            length--;
        return length;
    }

    /// <summary><c>hh:mm:ss[.ffffff]</c> of a time of day in microseconds.</summary>
    public static int FormatTime(long timeOfDay, Span<byte> target)
    {
        var seconds = (int)(timeOfDay / 1_000_000);
        Format(seconds / 3_600, 2, target);
        target[2] = (byte)':';
        Format(seconds / 60 % 60, 2, target[3..]);
        target[5] = (byte)':';
        Format(seconds % 60, 2, target[6..]);
        return 8 + FormatFraction((int)(timeOfDay % 1_000_000), target[8..]);
    }
}
