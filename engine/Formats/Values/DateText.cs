using Spindle.Columnar.Time;

namespace Spindle.Formats.Values;

/// <summary>Dates as text.</summary>
public static class DateText
{
    /// <summary>The most bytes that a formatted date takes.</summary>
    public const int MaxLength = 14;

    /// <summary>
    /// Reads <c>[+-]yyyy[-[m]m[-[d]d]]</c> with 4 to 7 digits of year. After a whole date a space or <c>T</c> and anything may follow.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        text = TextTrim.Trim(text);
        if (text.IsEmpty)
            return false;
        var sign = text[0] == '-' ? -1 : 1;
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        Span<int> parts = [1, 1, 1];
        for (var part = 0; ; part++)
        {
            var (digits, value) = (0, 0);
            for (; digits < text.Length && digits < 8 && TextTrim.IsDigit(text[digits]); digits++)
                value = value * 10 + text[digits] - '0';
            if (part == 0 ? digits is < 4 or > 7 : digits is < 1 or > 2)
                return false;
            parts[part] = value;
            text = text[digits..];
            if (part == 2)
            {
                if (!text.IsEmpty && text[0] is not ((byte)' ' or (byte)'T'))
                    return false;
                break;
            }
            if (text.IsEmpty)
                break;
            if (text[0] != '-')
                return false;
            text = text[1..];
        }
        return Calendar.TryDaysFromCivil(sign * parts[0], parts[1], parts[2], out days);
    }

    /// <summary>Writes <c>yyyy-mm-dd</c>.</summary>
    public static int Format(int days, Span<byte> target)
    {
        var date = Calendar.CivilFromDays(days);
        var length = PaddedText.FormatYear(date.Year, target);
        target[length++] = (byte)'-';
        length += PaddedText.Format(date.Month, 2, target[length..]);
        target[length++] = (byte)'-';
        return length + PaddedText.Format(date.Day, 2, target[length..]);
    }
}
