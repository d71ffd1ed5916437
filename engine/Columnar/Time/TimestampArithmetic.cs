using Spindle.Columnar.Types;

namespace Spindle.Columnar.Time;

/// <summary>Intervals added to instants as Spark does: months and days move the local date and keep the local time, microseconds move the instant.</summary>
public static class TimestampArithmetic
{
    /// <summary>Adds months to an instant's local date; false where the result leaves the range.</summary>
    public static bool TryAddMonths(long micros, long months, ref ZoneCursor zone, out long result)
    {
        var local = zone.ToLocal(micros);
        result = 0;
        if (!Calendar.TryAddMonths(TimeUnits.DayOf(local), months, out var days) || !TryLocal(days, TimeUnits.TimeOfDay(local), out local))
            return false;
        result = zone.ToInstant(local);
        return true;
    }

    /// <summary>Adds days to an instant's local date; false where the result leaves the range.</summary>
    public static bool TryAddDays(long micros, long days, ref ZoneCursor zone, out long result)
    {
        var local = zone.ToLocal(micros);
        var day = TimeUnits.DayOf(local) + days;
        result = 0;
        if (day != (int)day || !TryLocal((int)day, TimeUnits.TimeOfDay(local), out local))
            return false;
        result = zone.ToInstant(local);
        return true;
    }

    /// <summary>Adds a calendar interval: months first, then days, then microseconds.</summary>
    public static bool TryAdd(long micros, CalendarInterval interval, ref ZoneCursor zone, out long result)
    {
        result = micros;
        return (interval.Months == 0 || TryAddMonths(result, interval.Months, ref zone, out result))
            && (interval.Days == 0 || TryAddDays(result, interval.Days, ref zone, out result))
            && TryAddMicros(result, interval.Microseconds, out result);
    }

    /// <summary>Adds microseconds; false on overflow.</summary>
    public static bool TryAddMicros(long micros, long added, out long result)
    {
        result = unchecked(micros + added);
        return ((micros ^ result) & (added ^ result)) >= 0;
    }

    /// <summary>
    /// Months between two local times: whole when both are on the same day of the month or both on the last; otherwise the days and time of day count as
    /// parts of a month of 31 days. Rounded to 8 digits when asked.
    /// </summary>
    public static double MonthsBetween(long laterLocal, long earlierLocal, bool round)
    {
        var (day1, day2) = (TimeUnits.DayOf(laterLocal), TimeUnits.DayOf(earlierLocal));
        var (date1, date2) = (Calendar.CivilFromDays(day1), Calendar.CivilFromDays(day2));
        double months = (date1.Year - date2.Year) * TimeUnits.MonthsPerYear + date1.Month - date2.Month;
        if (date1.Day == date2.Day || (Calendar.LastDayOfMonth(day1) == day1 && Calendar.LastDayOfMonth(day2) == day2))
            return months;
        // Seconds, not microseconds: Spark drops the fraction of each time of day.
        var seconds = TimeUnits.TimeOfDay(laterLocal) / TimeUnits.MicrosPerSecond - TimeUnits.TimeOfDay(earlierLocal) / TimeUnits.MicrosPerSecond;
        var difference = months + (((date1.Day - date2.Day) * (long)TimeUnits.SecondsPerDay + seconds) / (31.0 * TimeUnits.SecondsPerDay));
        // Half away from zero, and exact for the sizes that months have.
        return round ? Math.Round(difference * 1e8, MidpointRounding.AwayFromZero) / 1e8 : difference;
    }

    private static bool TryLocal(int days, long timeOfDay, out long local) =>
        TimeUnits.TryMicrosOfDay(days, out local) ? TryAddMicros(local, timeOfDay, out local)
        : TimeUnits.TryMicrosOfDay(days + 1, out local) && TryAddMicros(local, timeOfDay - TimeUnits.MicrosPerDay, out local);
}
