using System.Text;
using Spindle.Columnar.Time;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Patterns;

/// <summary>Writes a time by the elements of a pattern; optional sections are always written.</summary>
internal static class PatternWriter
{
    public static int Write(ReadOnlySpan<PatternElement> elements, long localMicros, int offsetSeconds, TimeZone zone, Span<byte> target)
    {
        var days = TimeUnits.DayOf(localMicros);
        var date = Calendar.CivilFromDays(days);
        var time = TimeUnits.TimeOfDay(localMicros);
        var (hour, minute) = ((int)(time / TimeUnits.MicrosPerHour), (int)(time / TimeUnits.MicrosPerMinute % 60));
        var length = 0;
        foreach (ref readonly var element in elements)
        {
            var rest = target[length..];
            length += element.Field switch
            {
                PatternField.Literal => Copy(element.Literal, rest),
                PatternField.Era => Copy(Era(date.Year > 0, element.Width), rest),
                PatternField.Year => Year(date.Year, element.Width, rest),
                PatternField.YearOfEra => Year(date.Year > 0 ? date.Year : 1 - date.Year, element.Width, rest),
                PatternField.Quarter => Number(Calendar.Quarter(days), element.Width, rest),
                PatternField.QuarterName => Copy(CalendarNames.Quarters[(element.Width == 3 ? 0 : 4) + Calendar.Quarter(days) - 1], rest),
                PatternField.AlignedWeekDay => Number((date.Day - 1) % TimeUnits.DaysPerWeek + 1, 1, rest),
                PatternField.Month => Number(date.Month, element.Width, rest),
                PatternField.MonthName => Name(CalendarNames.Months[date.Month - 1], element.Width, rest),
                PatternField.Day => Number(date.Day, element.Width, rest),
                PatternField.DayOfYear => Number(Calendar.DayOfYear(days), element.Width, rest),
                PatternField.DayOfWeekName => Name(CalendarNames.Days[Calendar.WeekDay(days)], element.Width, rest),
                PatternField.Hour => Number(hour, element.Width, rest),
                PatternField.HalfDayHour => Number(hour % 12 == 0 ? 12 : hour % 12, element.Width, rest),
                PatternField.HourOfHalfDay => Number(hour % 12, element.Width, rest),
                PatternField.ClockHour => Number(hour == 0 ? 24 : hour, element.Width, rest),
                PatternField.Minute => Number(minute, element.Width, rest),
                PatternField.Second => Number((int)(time / TimeUnits.MicrosPerSecond % 60), element.Width, rest),
                PatternField.Fraction => Fraction((int)(time % TimeUnits.MicrosPerSecond), element.Width % PatternLetters.AnyDigits, rest),
                PatternField.HalfDay => Copy(hour < 12 ? "AM"u8 : "PM"u8, rest),
                PatternField.Offset => Offset(element, offsetSeconds, rest),
                PatternField.LocalizedOffset => LocalizedOffset(element.Width == 4, offsetSeconds, rest),
                PatternField.ZoneName => Encoding.UTF8.GetBytes(ZoneNames.Of(zone, offsetSeconds, element.Width == 4), rest),
                PatternField.ZoneId => Encoding.ASCII.GetBytes(zone.Id, rest),
                _ => 0,
            };
        }

        return length;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static ReadOnlySpan<byte> Era(bool isOurs, int width) => width < 4 ? (isOurs ? "AD"u8 : "BC"u8) : isOurs ? "Anno Domini"u8 : "Before Christ"u8;

    /// <summary>Two letters mean the last two digits; from four on, more digits than letters are marked by a sign.</summary>
    private static int Year(int year, int width, Span<byte> target)
    {
        if (width == 2)
            return PaddedText.Format(Math.Abs(year % 100), 2, target);
        Span<byte> digits = stackalloc byte[11];
        var count = IntegerText.Format(Math.Abs(year), digits);
        var length = 0;
        if (year < 0 || (width >= 4 && count > width))
            target[length++] = year < 0 ? (byte)'-' : (byte)'+';
        for (var i = count; i < width; i++)
            target[length++] = (byte)'0';
        return length + Copy(digits[..count], target[length..]);
    }

    private static int LocalizedOffset(bool isFull, int seconds, Span<byte> target)
    {
        var length = Copy("GMT"u8, target);
        if (seconds == 0)
            return length;
        var size = Math.Abs(seconds);
        target[length++] = seconds < 0 ? (byte)'-' : (byte)'+';
        length += PaddedText.Format(size / 3600, isFull || size >= 36_000 ? 2 : 1, target[length..]);
        foreach (var part in (ReadOnlySpan<int>)[size / 60 % 60, size % 60])
        {
            if (part == 0 && (!isFull || length > "GMT+00:00".Length - 1) && size % 60 == 0)
                break;
            target[length++] = (byte)':';
            length += PaddedText.Format(part, 2, target[length..]);
        }

        return length;
    }

    private static int Number(int value, int width, Span<byte> target) =>
        width == 1 ? IntegerText.Format(value, target) : PaddedText.Format(value, width, target);

    private static int Name(byte[] name, int width, Span<byte> target) => Copy(width < 4 ? name.AsSpan(0, 3) : name, target);

    private static int Fraction(int micros, int width, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[9];
        digits.Fill((byte)'0');
        PaddedText.Format(micros, 6, digits);
        return Copy(digits[..width], target);
    }

    private static int Offset(in PatternElement element, int seconds, Span<byte> target)
    {
        if (seconds == 0)
            return Copy(element.Literal, target);
        var size = Math.Abs(seconds);
        var (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
        var colon = element.Width is 3 or 5;
        target[0] = seconds < 0 ? (byte)'-' : (byte)'+';
        var length = 1 + PaddedText.Format(hours, 2, target[1..]);
        if (element.Width == 1 && minutes == 0)
            return length;
        if (colon)
            target[length++] = (byte)':';
        length += PaddedText.Format(minutes, 2, target[length..]);
        if (element.Width < 4 || rest == 0)
            return length;
        if (colon)
            target[length++] = (byte)':';
        return length + PaddedText.Format(rest, 2, target[length..]);
    }
}
