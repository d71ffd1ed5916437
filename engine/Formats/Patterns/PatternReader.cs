using System.Text;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Patterns;

/// <summary>Reads text by the elements of a pattern.</summary>
internal static class PatternReader
{
    /// <summary>Elements [from, to); the text is what is left of it.</summary>
    public static bool TryRead(ReadOnlySpan<PatternElement> elements, int from, int to, ref ReadOnlySpan<byte> text, ref DateTimeFields fields)
    {
        for (var i = from; i < to; i++)
        {
            ref readonly var element = ref elements[i];
            if (element.Field == PatternField.OptionalStart)
            {
                var rest = text;
                var read = fields;
                if (TryRead(elements, i + 1, element.Width, ref rest, ref read))
                {
                    text = rest;
                    fields = read;
                }

                i = element.Width;
            }
            else if (!TryElement(element, Digits(elements, i + 1, to), ref text, ref fields))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether digits follow at once, so that a number of open width may take no more than its letters say.</summary>
    private static bool Digits(ReadOnlySpan<PatternElement> elements, int next, int to) =>
        next < to && elements[next].Field is PatternField.Year or PatternField.Month or PatternField.Day or PatternField.Hour or PatternField.Minute or PatternField.Second or PatternField.Fraction;

    private static bool TryElement(in PatternElement element, bool digitsFollow, ref ReadOnlySpan<byte> text, ref DateTimeFields fields)
    {
        switch (element.Field)
        {
            case PatternField.Literal:
                if (!text.StartsWith(element.Literal))
                    return false;
                text = text[element.Literal.Length..];
                return true;
            case PatternField.Era:
                return TryEra(element.Width, ref text, out fields.IsBeforeChrist);
            case PatternField.Year or PatternField.YearOfEra:
                return TryYear(element.Width, digitsFollow, ref text, out fields.Year);
            case PatternField.Quarter or PatternField.AlignedWeekDay:
                return TryNumber(element.Width, 2, ref text, out _);
            case PatternField.QuarterName:
                return TryQuarter(element.Width, ref text);
            case PatternField.Month:
                return TryNumber(element.Width, 2, ref text, out fields.Month);
            case PatternField.Day:
                return TryNumber(element.Width, 2, ref text, out fields.Day);
            case PatternField.DayOfYear:
                return TryDayOfYear(element.Width, ref text, out fields.DayOfYear);
            case PatternField.Hour:
                return TryNumber(element.Width, 2, ref text, out fields.Hour);
            case PatternField.HalfDayHour:
                return TryHour(element.Width, 1, 12, ref text, out fields.HalfDayHour);
            case PatternField.HourOfHalfDay:
                return TryHour(element.Width, 0, 11, ref text, out fields.HalfDayHour);
            case PatternField.ClockHour:
                return TryHour(element.Width, 1, 24, ref text, out fields.Hour);
            case PatternField.Minute:
                return TryNumber(element.Width, 2, ref text, out fields.Minute);
            case PatternField.Second:
                return TryNumber(element.Width, 2, ref text, out fields.Second);
            case PatternField.Fraction:
                return TryFraction(element.Width, ref text, out fields.Micros);
            case PatternField.MonthName:
                return TryName(CalendarNames.Months, element.Width < 4, ref text, out fields.Month) && ++fields.Month > 0;
            case PatternField.DayOfWeekName:
                return TryName(CalendarNames.Days, element.Width < 4, ref text, out _);
            case PatternField.HalfDay:
                return TryHalfDay(ref text, out fields.HalfDay);
            case PatternField.Offset:
                return TryOffset(element, ref text, out fields.Zone);
            case PatternField.LocalizedOffset:
                return TryLocalizedOffset(ref text, out fields.Zone);
            case PatternField.ZoneName:
                return TryZoneName(text, out text, out fields.Zone);
            default:
                return TryZone(text, out text, out fields.Zone);
        }
    }

    private static bool TryEra(int width, ref ReadOnlySpan<byte> text, out bool isBeforeChrist)
    {
        var (ours, before) = width < 4 ? ("AD", "BC") : ("Anno Domini", "Before Christ");
        isBeforeChrist = StartsWith(text, before);
        if (!isBeforeChrist && !StartsWith(text, ours))
            return false;
        text = text[(isBeforeChrist ? before : ours).Length..];
        return true;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string word) => text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);

    private static bool TryQuarter(int width, ref ReadOnlySpan<byte> text)
    {
        foreach (var name in CalendarNames.Quarters.AsSpan(width == 3 ? 0 : 4, 4))
        {
            if (text.Length < name.Length || !Ascii.EqualsIgnoreCase(text[..name.Length], name))
                continue;
            text = text[name.Length..];
            return true;
        }

        return false;
    }

    /// <summary>As many digits as letters at least, and three at most.</summary>
    private static bool TryDayOfYear(int width, ref ReadOnlySpan<byte> text, out int day)
    {
        var count = Read(text, 3, out day);
        text = text[count..];
        return count >= width;
    }

    /// <summary>Hours from one bound to the other, the upper of which is 0 where the lower is 1.</summary>
    private static bool TryHour(int width, int least, int most, ref ReadOnlySpan<byte> text, out int hour)
    {
        if (!TryNumber(width, 2, ref text, out hour) || hour < least || hour > most)
            return false;
        hour %= least == 1 ? most : most + 1;
        return true;
    }

    private static bool TryYear(int width, bool digitsFollow, ref ReadOnlySpan<byte> text, out int year)
    {
        year = 0;
        if (width == 2 && !text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
            return false;
        var negative = !text.IsEmpty && text[0] == '-';
        var signed = negative || (!text.IsEmpty && text[0] == '+');
        var rest = signed ? text[1..] : text;
        var most = width == 2 ? 2 : digitsFollow ? width : width == 4 && !signed ? 4 : 6;
        var count = Read(rest, most, out year);
        if (width is 1 ? count < 1 : count < Math.Min(width, 4) || (width == 2 && count != 2))
            return false;
        year = width == 2 ? 2000 + year : negative ? -year : year;
        text = rest[count..];
        return true;
    }

    private static bool TryNumber(int width, int most, ref ReadOnlySpan<byte> text, out int value)
    {
        var count = Read(text, width == 1 ? most : width, out value);
        if (count == 0 || (width > 1 && count != width))
            return false;
        text = text[count..];
        return true;
    }

    /// <summary>One digit at least and, in records one to nine whatever the letters say, as many as letters at most; those past the sixth are cut off.</summary>
    private static bool TryFraction(int width, ref ReadOnlySpan<byte> text, out int micros)
    {
        var count = Read(text, Math.Min(width, 9), out micros);
        for (var i = count; i < 6; i++)
            micros *= 10;
        for (var i = count; i > 6; i--)
            micros /= 10;
        text = text[count..];
        return count > 0;
    }

    private static bool TryName(byte[][] names, bool isShort, ref ReadOnlySpan<byte> text, out int index)
    {
        index = CalendarNames.Find(names, isShort, text, out var length);
        text = text[length..];
        return index >= 0;
    }

    private static bool TryHalfDay(ref ReadOnlySpan<byte> text, out int half)
    {
        half = 0;
        if (text.Length < 2)
            return false;
        half = TextTrim.EqualsIgnoreCase(text[..2], "pm"u8) ? 1 : 0;
        var found = half == 1 || TextTrim.EqualsIgnoreCase(text[..2], "am"u8);
        text = text[2..];
        return found;
    }

    /// <summary><c>Z</c>, where the letters allow it, or a sign, hours and, with or without colons, minutes and seconds.</summary>
    private static bool TryOffset(in PatternElement element, ref ReadOnlySpan<byte> text, out TimeZone? zone)
    {
        zone = null;
        if (text.IsEmpty)
            return false;
        if (text[0] == 'Z' && element.Literal is [(byte)'Z'])
        {
            text = text[1..];
            zone = TimeZone.Utc;
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-'))
            return false;
        var length = 1 + Read(text[1..], 2, out var hours);
        if (length != 3 || hours > 18)
            return false;
        var colon = element.Width is 3 or 5;
        var minutes = 0;
        var from = length + (colon ? 1 : 0);
        if (element.Width > 1 || (text.Length >= 5 && TextTrim.IsDigit(text[3])))
        {
            if (text.Length < from + 2 || (colon && text[length] != ':') || Read(text[from..], 2, out minutes) != 2 || minutes > 59)
                return false;
            length = from + 2;
        }

        Span<char> id = [(char)text[0], (char)('0' + hours / 10), (char)('0' + hours % 10), ':', (char)('0' + minutes / 10), (char)('0' + minutes % 10)];
        zone = TimeZone.Find(new string(id));
        text = text[length..];
        return zone is not null;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest, out TimeZone? zone)
    {
        var length = 0;
        while (length < text.Length && length < 64 && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'/' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)':'))
            length++;
        zone = length == 0 ? null : TimeZone.Find(Encoding.ASCII.GetString(text[..length]));
        rest = text[length..];
        return zone is not null;
    }

    /// <summary><c>GMT</c>, or that and an offset.</summary>
    private static bool TryLocalizedOffset(ref ReadOnlySpan<byte> text, out TimeZone? zone)
    {
        zone = null;
        if (!StartsWith(text, "GMT"))
            return false;
        var length = 3;
        while (length < text.Length && length < 12 && (TextTrim.IsDigit(text[length]) || text[length] is (byte)'+' or (byte)'-' or (byte)':'))
            length++;
        zone = TimeZone.Find(Encoding.ASCII.GetString(text[..length]));
        text = text[length..];
        return zone is not null;
    }

    /// <summary>A zone's name, which may have several words, or its id.</summary>
    private static bool TryZoneName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest, out TimeZone? zone)
    {
        var length = 0;
        while (length < text.Length && length < 64 && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'/' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)':' or (byte)' '))
            length++;
        for (; length > 0; length--)
        {
            if (text[length - 1] == ' ' || (length < text.Length && char.IsAsciiLetterOrDigit((char)text[length]) && char.IsAsciiLetterOrDigit((char)text[length - 1])))
                continue;
            zone = ZoneNames.Find(Encoding.ASCII.GetString(text[..length]));
            rest = text[length..];
            if (zone is not null)
                return true;
        }

        zone = null;
        rest = text;
        return false;
    }

    private static int Read(ReadOnlySpan<byte> text, int most, out int value)
    {
        var count = 0;
        value = 0;
        for (; count < most && count < text.Length && TextTrim.IsDigit(text[count]); count++)
            value = value * 10 + text[count] - '0';
        return count;
    }
}
