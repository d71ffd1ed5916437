using System.Diagnostics;

namespace Spindle.Columnar.Time;

/// <summary>The start of the unit in which a date or a local timestamp lies. Weeks start on Monday, centuries and millennia in year 1.</summary>
public static class DateTruncation
{
    /// <summary>Cuts a date; units of a day and finer leave it as it is.</summary>
    public static int Truncate(int days, Truncation unit)
    {
        if (unit <= Truncation.Day)
            return days;
        if (unit == Truncation.Week)
            return days - Calendar.WeekDay(days);
        var date = Calendar.CivilFromDays(days);
        return unit switch
        {
            Truncation.Month => days - date.Day + 1,
            Truncation.Quarter => Calendar.DaysFromCivil(date.Year, (date.Month - 1) / 3 * 3 + 1, 1),
            Truncation.Year => Calendar.DaysFromCivil(date.Year, 1, 1),
            Truncation.Decade => Calendar.DaysFromCivil(TimeUnits.FloorDiv(date.Year, 10) * 10, 1, 1),
            Truncation.Century => Calendar.DaysFromCivil(TimeUnits.FloorDiv(date.Year - 1, 100) * 100 + 1, 1, 1),
            Truncation.Millennium => Calendar.DaysFromCivil(TimeUnits.FloorDiv(date.Year - 1, 1_000) * 1_000 + 1, 1, 1),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Cuts a timestamp without zone.</summary>
    public static long TruncateLocal(long localMicros, Truncation unit) => unit switch
    {
        Truncation.Microsecond => localMicros,
        Truncation.Millisecond => localMicros - TimeUnits.FloorMod(localMicros, TimeUnits.MicrosPerMilli),
        Truncation.Second => localMicros - TimeUnits.FloorMod(localMicros, TimeUnits.MicrosPerSecond),
        Truncation.Minute => localMicros - TimeUnits.FloorMod(localMicros, TimeUnits.MicrosPerMinute),
        Truncation.Hour => localMicros - TimeUnits.FloorMod(localMicros, TimeUnits.MicrosPerHour),
        _ => Truncate(TimeUnits.DayOf(localMicros), unit) * TimeUnits.MicrosPerDay,
    };

    /// <summary>Cuts an instant in a zone's local time. Units under a minute do not depend on the zone.</summary>
    public static long TruncateInstant(long micros, Truncation unit, ref ZoneCursor zone)
    {
        if (unit <= Truncation.Second)
            return TruncateLocal(micros, unit);
        if (unit <= Truncation.Hour)
        {
            // A fixed offset keeps the second of two equal local hours apart from the first.
            var offset = zone.OffsetMicros(micros);
            return TruncateLocal(micros + offset, unit) - offset;
        }
        return zone.ToInstant(TruncateLocal(zone.ToLocal(micros), unit));
    }
}
