using Spindle.Columnar.Time;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Patterns;

/// <summary>The parts that a pattern has read so far.</summary>
internal struct DateTimeFields
{
    public int Year;
    public int Month;
    public int Day;
    public int DayOfYear;
    public int Hour;
    public int HalfDayHour;
    public int HalfDay;
    public int Minute;
    public int Second;
    public int Micros;
    public TimeZone? Zone;

    public bool IsBeforeChrist;

    public static DateTimeFields Start => new() { Year = 1970, Month = -1, Day = -1, DayOfYear = -1, Hour = -1, HalfDayHour = -1, HalfDay = -1 };

    public readonly bool TryLocalMicros(out long micros)
    {
        micros = 0;
        // Half a day alone is its first hour.
        var hour = Hour >= 0 ? Hour : (HalfDayHour < 0 ? 0 : HalfDayHour) + (HalfDay == 1 ? 12 : 0);
        if (hour > 23 || Minute > 59 || Second > 59 || HalfDayHour > 11 || !TryDays(out var days))
            return false;
        var time = ((hour * 60L + Minute) * 60 + Second) * TimeUnits.MicrosPerSecond + Micros;
        return TimeUnits.TryMicrosOfDay(days, out micros) && TimestampArithmetic.TryAddMicros(micros, time, out micros);
    }

    /// <summary>The date; where the day of the year and the month or the day of the month are told, they agree.</summary>
    private readonly bool TryDays(out int days)
    {
        var year = IsBeforeChrist ? 1 - Year : Year;
        if (DayOfYear < 0)
            return Calendar.TryDaysFromCivil(year, Month < 0 ? 1 : Month, Day < 0 ? 1 : Day, out days);
        days = 0;
        if (DayOfYear < 1 || DayOfYear > (Calendar.IsLeapYear(year) ? 366 : 365) || !Calendar.TryDaysFromCivil(year, 1, 1, out days))
            return false;
        days += DayOfYear - 1;
        var date = Calendar.CivilFromDays(days);
        return (Month < 0 || Month == date.Month) && (Day < 0 || Day == date.Day);
    }
}
