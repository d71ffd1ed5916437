using Spindle.Columnar.Time;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>
/// The text of DATE, TIME and TIMESTAMP literals:
/// <code>[±]y…y[-m[m][-d[d]]]  then  T or space  then  [h]h[:[m]m[:[s]s[.ffffff]]] [zone]</code>
/// </summary>
internal ref struct DateTimeText
{
    private readonly ReadOnlySpan<char> text;
    private int at;

    private DateTimeText(ReadOnlySpan<char> text)
    {
        this.text = text;
        at = 0;
    }

    /// <summary>Days since 1970-01-01. Whatever follows a day and a T or a space is left out, as Spark does.</summary>
    public static bool TryDate(string literal, out int days)
    {
        var reader = new DateTimeText(literal.AsSpan().Trim());
        return reader.Date(out days, out var parts) && (reader.AtEnd || (parts == 3 && reader.Peek is 'T' or ' '));
    }

    /// <summary>Nanoseconds since midnight.</summary>
    public static bool TryTime(string literal, out long nanos)
    {
        var text = literal.AsSpan().Trim();
        nanos = 0;
        var isPm = text.EndsWith("PM", StringComparison.OrdinalIgnoreCase);
        var isHalf = isPm || text.EndsWith("AM", StringComparison.OrdinalIgnoreCase);
        var reader = new DateTimeText(isHalf ? text[..^2].TrimEnd() : text);
        if (!reader.Clock(out var micros, needsMinutes: true) || !reader.AtEnd)
            return false;
        if (isHalf)
        {
            var hour = micros / TimeUnits.MicrosPerHour;
            if (hour is < 1 or > 12)
                return false;
            micros += (hour % 12 + (isPm ? 12 : 0) - hour) * TimeUnits.MicrosPerHour;
        }

        nanos = micros * 1_000;
        return true;
    }

    /// <summary>Local microseconds since 1970-01-01T00:00 and the zone's text, empty where there is none.</summary>
    public static bool TryTimestamp(string literal, out long localMicros, out string zone)
    {
        var reader = new DateTimeText(literal.AsSpan().Trim());
        localMicros = 0;
        zone = "";
        if (!reader.Date(out var days, out var parts))
            return false;
        long clock = 0;
        if (!reader.AtEnd)
        {
            if (parts != 3 || reader.Peek is not ('T' or ' '))
                return false;
            reader.at++;
            if (!reader.AtEnd && !reader.Clock(out clock, needsMinutes: false))
                return false;
            zone = reader.text[reader.at..].Trim().ToString();
        }

        if (!TimeUnits.TryMicrosOfDay(days, out var midnight))
            return false;
        localMicros = midnight + clock;
        return clock <= 0 || localMicros > midnight;
    }

    private readonly bool AtEnd => at >= text.Length;

    private readonly char Peek => at < text.Length ? text[at] : '\0';

    private bool Date(out int days, out int parts)
    {
        days = 0;
        parts = 0;
        var negative = Peek == '-';
        if (Peek is '-' or '+')
            at++;
        if (!Digits(4, 7, out var year))
            return false;
        int month = 1, day = 1;
        parts = 1;
        if (Peek == '-')
        {
            at++;
            if (!Digits(1, 2, out month))
                return false;
            parts = 2;
            if (Peek == '-')
            {
                at++;
                if (!Digits(1, 2, out day))
                    return false;
                parts = 3;
            }
        }

        return Calendar.TryDaysFromCivil(negative ? -year : year, month, day, out days);
    }

    private bool Clock(out long micros, bool needsMinutes)
    {
        micros = 0;
        int minute = 0, second = 0, fraction = 0;
        if (!Digits(1, 2, out var hour))
            return false;
        if (Peek == ':')
        {
            at++;
            if (!Digits(1, 2, out minute))
                return false;
            if (Peek == ':')
            {
                at++;
                if (!Digits(1, 2, out second) || (Peek == '.' && !Fraction(out fraction)))
                    return false;
            }
        }
        else if (needsMinutes)
        {
            return false;
        }

        micros = hour * TimeUnits.MicrosPerHour + minute * TimeUnits.MicrosPerMinute + second * TimeUnits.MicrosPerSecond + fraction;
        return hour < 24 && minute < 60 && second < 60;
    }

    // Digits past the sixth are cut off.
    private bool Fraction(out int micros)
    {
        at++;
        micros = 0;
        var scale = 100_000;
        while (char.IsAsciiDigit(Peek))
        {
            micros += (Peek - '0') * scale;
            scale /= 10;
            at++;
        }

        return true;
    }

    private bool Digits(int least, int most, out int value)
    {
        value = 0;
        var start = at;
        while (at - start < most && char.IsAsciiDigit(Peek))
            value = value * 10 + (text[at++] - '0');
        return at - start >= least && !char.IsAsciiDigit(Peek);
    }
}
