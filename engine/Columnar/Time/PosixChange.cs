namespace Spindle.Columnar.Time;

/// <summary>The day and time of a yearly change of offset, in the local time that holds before it.</summary>
/// <param name="Form">How the day is given.</param>
/// <param name="Month">1 to 12, for <see cref="PosixDayForm.MonthWeekDay"/>.</param>
/// <param name="Week">1 to 5, where 5 is the month's last.</param>
/// <param name="Day">The week day (0 is Sunday), or the day of the year.</param>
/// <param name="Second">Seconds after local midnight; may be negative or exceed a day.</param>
internal readonly record struct PosixChange(PosixDayForm Form, int Month, int Week, int Day, int Second)
{
    /// <summary>The change in a year, in local seconds since 1970.</summary>
    public long LocalSecond(int year)
    {
        var newYear = Calendar.DaysFromCivil(year, 1, 1);
        var day = Form switch
        {
            PosixDayForm.JulianWithoutLeapDay => newYear + Day - 1 + (Day >= 60 && Calendar.IsLeapYear(year) ? 1 : 0),
            PosixDayForm.DayOfYear => newYear + Day,
            _ => MonthWeekDay(year),
        };
        return (long)day * TimeUnits.SecondsPerDay + Second;
    }

    private int MonthWeekDay(int year)
    {
        var mondayBased = (Day + 6) % TimeUnits.DaysPerWeek;
        var day = Calendar.NextWeekDay(Calendar.DaysFromCivil(year, Month, 1) - 1, mondayBased) + (Week - 1) * TimeUnits.DaysPerWeek;
        return Calendar.Month(day) == Month ? day : day - TimeUnits.DaysPerWeek;
    }
}

/// <summary>The three ways in which POSIX names a day of the year.</summary>
internal enum PosixDayForm
{
    /// <summary><c>Jn</c>: 1 to 365, the leap day is never counted.</summary>
    JulianWithoutLeapDay,

    /// <summary><c>n</c>: 0 to 365, the leap day is counted.</summary>
    DayOfYear,

    /// <summary><c>Mm.w.d</c>.</summary>
    MonthWeekDay,
}
