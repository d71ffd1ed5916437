using System.Globalization;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>
/// Adds up <c>3 days 2.5 seconds</c>: all units of years and months give a year-month interval, all of days and times a day-time one,
/// whose type spans the units named.
/// </summary>
internal sealed class IntervalSum
{
    private long months;
    private int days;
    private long micros;
    private YearMonthField? firstYearMonth;
    private YearMonthField lastYearMonth;
    private DayTimeField? firstDayTime;
    private DayTimeField lastDayTime;

    /// <summary>True when years or months meet days or times: no interval type holds both.</summary>
    public bool IsMixed => firstYearMonth is not null && firstDayTime is not null;

    public static bool IsUnit(string word) => Unit(word) is not null;

    /// <summary>True for a unit that a text may name and no interval counts: a billionth of a second.</summary>
    public static bool IsTooSmall(string word) => word is "NANOSECOND" or "NANOSECONDS";

    /// <summary>Adds a number of units; false where the text is no number that the unit allows. Throws <see cref="OverflowException"/> past the type's range.</summary>
    public bool TryAdd(string number, string word)
    {
        var unit = Unit(word);
        var text = number.Trim();
        // Space between a sign and its number is no matter.
        if (text.StartsWith('-') || text.StartsWith('+'))
            text = text[0] + text[1..].TrimStart();
        if (unit is not { } known)
            return false;
        if (known.YearMonth is { } yearMonth)
        {
            if (!TryWhole(text, out var count))
                return false;
            months = checked(months + count * known.Size);
            firstYearMonth = firstYearMonth is { } first && first < yearMonth ? first : yearMonth;
            lastYearMonth = lastYearMonth > yearMonth ? lastYearMonth : yearMonth;
            return true;
        }

        if (!(known.Size == TimeUnits.MicrosPerSecond ? TrySeconds(text, out var added) : TryWhole(text, out added) && Scale(ref added, known.Size)))
            return false;
        // Days are kept apart: they may be more than microseconds can count.
        if (known.DayTime == DayTimeField.Day)
            days = checked(days + (int)added);
        else
            micros = checked(micros + added);
        firstDayTime = firstDayTime is { } start && start < known.DayTime ? start : known.DayTime;
        lastDayTime = lastDayTime > known.DayTime ? lastDayTime : known.DayTime;
        return true;
    }

    /// <summary>The interval's boxed value and type.</summary>
    public (object Value, DataType Type) Result() => firstYearMonth is { } first
        ? (checked((int)months), new YearMonthIntervalType(first, lastYearMonth))
        : (checked(days * TimeUnits.MicrosPerDay + micros), new DayTimeIntervalType(firstDayTime ?? DayTimeField.Day, firstDayTime is null ? DayTimeField.Second : lastDayTime));

    private static bool Scale(ref long value, long size)
    {
        value = checked(value * size);
        return true;
    }

    private static bool TryWhole(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        return text.Length > 0 && text.AsSpan().TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0 && text.Length > 18 ? throw new OverflowException() : false;
    }

    private static bool TrySeconds(string text, out long micros)
    {
        micros = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (point >= 0 && whole is "" or "-" or "+")
            whole += "0";
        if (!TryWhole(whole, out var seconds) || fraction.Length > 9 || fraction.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
            return false;
        var part = fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture) / 1_000;
        micros = checked(seconds * TimeUnits.MicrosPerSecond + (whole[0] == '-' ? -part : part));
        return true;
    }

    private static (YearMonthField? YearMonth, DayTimeField DayTime, long Size)? Unit(string word) => word switch
    {
        "YEAR" or "YEARS" => (YearMonthField.Year, default, TimeUnits.MonthsPerYear),
        "MONTH" or "MONTHS" => (YearMonthField.Month, default, 1),
        "WEEK" or "WEEKS" => (null, DayTimeField.Day, TimeUnits.DaysPerWeek),
        "DAY" or "DAYS" => (null, DayTimeField.Day, 1),
        "HOUR" or "HOURS" => (null, DayTimeField.Hour, TimeUnits.MicrosPerHour),
        "MINUTE" or "MINUTES" => (null, DayTimeField.Minute, TimeUnits.MicrosPerMinute),
        "SECOND" or "SECONDS" => (null, DayTimeField.Second, TimeUnits.MicrosPerSecond),
        "MILLISECOND" or "MILLISECONDS" => (null, DayTimeField.Second, TimeUnits.MicrosPerMilli),
        "MICROSECOND" or "MICROSECONDS" => (null, DayTimeField.Second, 1),
        _ => null,
    };
}
