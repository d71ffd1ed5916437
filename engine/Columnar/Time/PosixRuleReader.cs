namespace Spindle.Columnar.Time;

/// <summary>Reads the parts of a POSIX <c>TZ</c> rule from left to right.</summary>
internal ref struct PosixRuleReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    public readonly bool AtEnd => rest.IsEmpty;

    public readonly bool NextIs(char symbol) => !rest.IsEmpty && rest[0] == symbol;

    public bool Take(char symbol)
    {
        if (!NextIs(symbol))
            return false;
        rest = rest[1..];
        return true;
    }

    /// <summary>An abbreviation: letters, or anything between angle brackets.</summary>
    public bool TryName()
    {
        if (Take('<'))
        {
            var close = rest.IndexOf('>');
            if (close < 0)
                return false;
            rest = rest[(close + 1)..];
            return true;
        }
        var length = 0;
        while (length < rest.Length && char.IsAsciiLetter(rest[length]))
            length++;
        rest = rest[length..];
        return length > 0;
    }

    /// <summary><c>[+-]hh[:mm[:ss]]</c> in seconds.</summary>
    public bool TryTime(out int seconds)
    {
        seconds = 0;
        var negative = Take('-');
        if (!negative)
            Take('+');
        if (!TryNumber(out var hours))
            return false;
        var (minutes, second) = (0, 0);
        if (Take(':') && (!TryNumber(out minutes) || (Take(':') && !TryNumber(out second))))
            return false;
        seconds = hours * 3_600 + minutes * 60 + second;
        if (negative)
            seconds = -seconds;
        return true;
    }

    /// <summary>A day and an optional time, 02:00 unless told.</summary>
    public bool TryChange(out PosixChange change)
    {
        change = default;
        PosixDayForm form;
        var (month, week, day, second) = (0, 0, 0, 7_200);
        if (Take('M'))
        {
            form = PosixDayForm.MonthWeekDay;
            if (!TryNumber(out month) || !Take('.') || !TryNumber(out week) || !Take('.') || !TryNumber(out day)
                || month is < 1 or > 12 || week is < 1 or > 5 || day > 6)
                return false;
        }
        else
        {
            form = Take('J') ? PosixDayForm.JulianWithoutLeapDay : PosixDayForm.DayOfYear;
            if (!TryNumber(out day) || day > 365)
                return false;
        }
        if (Take('/') && !TryTime(out second))
            return false;
        change = new PosixChange(form, month, week, day, second);
        return true;
    }

    private bool TryNumber(out int value)
    {
        value = 0;
        var length = 0;
        while (length < rest.Length && length < 4 && char.IsAsciiDigit(rest[length]))
            value = value * 10 + rest[length++] - '0';
        rest = rest[length..];
        return length > 0;
    }
}
