using System.Text;
using Spindle.Columnar.Time;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Values;

/// <summary>Times of day as text.</summary>
public static class TimeText
{
    /// <summary>The most bytes that a formatted time takes.</summary>
    public const int MaxLength = 15;

    /// <summary>Reads <c>[T][h]h:[m]m[:[s]s[.ffffff]]</c>, with <c>AM</c> or <c>PM</c> for hours from 1 to 12, into nanoseconds since midnight; digits past the sixth of a fraction are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        text = TextTrim.Trim(text);
        var half = text.Length < 2 ? default : text[^2..];
        var isAm = TextTrim.EqualsIgnoreCase(half, "am"u8);
        var isPm = TextTrim.EqualsIgnoreCase(half, "pm"u8);
        if (isAm || isPm)
            text = TextTrim.Trim(text[..^2]);
        if (!text.IsEmpty && text[0] == 'T')
            text = text[1..];
        else if (text.IndexOf((byte)':') < 0)
            return false;
        if (!TryRead(text, allowZone: false, out var micros, out _))
            return false;
        if (isAm || isPm)
        {
            var hour = micros / TimeUnits.MicrosPerHour;
            if (hour is < 1 or > 12)
                return false;
            micros += (hour % 12 + (isPm ? 12 : 0) - hour) * TimeUnits.MicrosPerHour;
        }
        nanos = micros * TimeUnits.NanosPerMicro;
        return true;
    }

    /// <summary>Writes <c>hh:mm:ss[.ffffff]</c> of nanoseconds since midnight.</summary>
    public static int Format(long nanos, Span<byte> target) => PaddedText.FormatTime(nanos / TimeUnits.NanosPerMicro, target);

    /// <summary>Hours, then minutes, seconds and a fraction as far as they are there, and a zone behind the seconds.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, bool allowZone, out long micros, out TimeZone? zone)
    {
        micros = 0;
        zone = null;
        Span<int> parts = [0, 0, 0];
        for (var part = 0; part < 3; part++)
        {
            var digits = 0;
            for (; digits < text.Length && digits < 3 && TextTrim.IsDigit(text[digits]); digits++)
                parts[part] = parts[part] * 10 + text[digits] - '0';
            if (digits is < 1 or > 2)
                return false;
            text = text[digits..];
            if (text.IsEmpty || part == 2)
                break;
            if (text[0] != ':')
                return false;
            text = text[1..];
        }
        if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
            return false;
        micros = ((parts[0] * 60L + parts[1]) * 60 + parts[2]) * TimeUnits.MicrosPerSecond;
        if (!text.IsEmpty && text[0] == '.')
            micros += ReadFraction(ref text);
        if (text.IsEmpty)
            return true;
        if (!allowZone || text.Length > 64)
            return false;
        zone = TimeZone.Find(Encoding.UTF8.GetString(TextTrim.Trim(text)));
        return zone is not null;
    }

    /// <summary>Microseconds after the point; digits past the sixth are cut off.</summary>
    private static int ReadFraction(ref ReadOnlySpan<byte> text)
    {
        var (micros, unit, at) = (0, 100_000, 1);
        for (; at < text.Length && TextTrim.IsDigit(text[at]); at++)
        {
            micros += (text[at] - '0') * unit;
            unit /= 10;
        }
        text = text[at..];
        return micros;
    }
}
