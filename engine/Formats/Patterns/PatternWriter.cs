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
                PatternField.Year when element.Width == 2 => PaddedText.Format((int)TimeUnits.FloorMod((long)date.Year, 100), 2, rest),
                PatternField.Year when element.Width == 1 => IntegerText.Format(date.Year, rest),
                PatternField.Year => PaddedText.FormatYear(date.Year, rest),
                PatternField.Month => Number(date.Month, element.Width, rest),
                PatternField.MonthName => Name(CalendarNames.Months[date.Month - 1], element.Width, rest),
                PatternField.Day => Number(date.Day, element.Width, rest),
                PatternField.DayOfYear => Number(Calendar.DayOfYear(days), element.Width, rest),
                PatternField.DayOfWeekName => Name(CalendarNames.Days[Calendar.WeekDay(days)], element.Width, rest),
                PatternField.Hour => Number(hour, element.Width, rest),
                PatternField.HalfDayHour => Number(hour % 12 == 0 ? 12 : hour % 12, element.Width, rest),
                PatternField.Minute => Number(minute, element.Width, rest),
                PatternField.Second => Number((int)(time / TimeUnits.MicrosPerSecond % 60), element.Width, rest),
                PatternField.Fraction => Fraction((int)(time % TimeUnits.MicrosPerSecond), element.Width, rest),
                PatternField.HalfDay => Copy(hour < 12 ? "AM"u8 : "PM"u8, rest),
                PatternField.Offset => Offset(element, offsetSeconds, rest),
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
