using Spindle.Columnar.Time;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Values;

/// <summary>Timestamps as text.</summary>
public static class TimestampText
{
    /// <summary>The most bytes that a formatted timestamp takes.</summary>
    public const int MaxLength = 32;

    /// <summary>Reads an instant; text without a zone is local time in <paramref name="zone"/>. A bare time of day is refused: it has no date.</summary>
    public static bool TryParseInstant(ReadOnlySpan<byte> text, TimeZone zone, out long micros)
    {
        if (!TryParse(text, out micros, out var ownZone))
            return false;
        micros = (ownZone ?? zone).ToInstant(micros);
        return true;
    }

    /// <summary>Reads a timestamp without zone; a zone in the text is checked and left out.</summary>
    public static bool TryParseLocal(ReadOnlySpan<byte> text, out long localMicros) => TryParse(text, out localMicros, out _);

    /// <summary>Reads <c>date[ T][time[zone]]</c> into local microseconds and the zone, null where the text has none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long localMicros, out TimeZone? zone)
    {
        localMicros = 0;
        zone = null;
        text = TextTrim.Trim(text);
        if (text.IsEmpty)
            return false;
        var sign = text[0] == '-' ? -1 : 1;
        if (text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        if (!TryDate(ref text, sign, out var days))
            return false;
        long timeOfDay = 0;
        if (!text.IsEmpty && !TimeText.TryRead(text[1..], allowZone: true, out timeOfDay, out zone))
            return false;
        return TimeUnits.TryMicrosOfDay(days, out localMicros) && TimestampArithmetic.TryAddMicros(localMicros, timeOfDay, out localMicros);
    }

    /// <summary>Writes <c>yyyy-mm-dd hh:mm:ss[.ffffff]</c> of local microseconds.</summary>
    public static int Format(long localMicros, Span<byte> target)
    {
        var length = DateText.Format(TimeUnits.DayOf(localMicros), target);
        target[length++] = (byte)' ';
        return length + PaddedText.FormatTime(TimeUnits.TimeOfDay(localMicros), target[length..]);
    }

    /// <summary>The date at the start; the rest is empty or begins with the separator.</summary>
    private static bool TryDate(ref ReadOnlySpan<byte> text, int sign, out int days)
    {
        days = 0;
        Span<int> parts = [1, 1, 1];
        for (var part = 0; part < 3; part++)
        {
            var (digits, value) = (0, 0);
            for (; digits < text.Length && digits < 8 && TextTrim.IsDigit(text[digits]); digits++)
                value = value * 10 + text[digits] - '0';
            if (part == 0 ? digits is < 4 or > 6 : digits is < 1 or > 2)
                return false;
            parts[part] = value;
            text = text[digits..];
            if (text.IsEmpty)
                break;
            if (part == 2 ? text[0] is not ((byte)' ' or (byte)'T') : text[0] != '-')
                return false;
            if (part < 2)
                text = text[1..];
        }
        return Calendar.TryDaysFromCivil(sign * parts[0], parts[1], parts[2], out days);
    }
}
