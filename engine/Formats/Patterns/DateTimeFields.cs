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

    public static DateTimeFields Start => new() { Year = 1970, Month = 1, Day = 1, DayOfYear = -1, HalfDayHour = -1, HalfDay = -1 };

    public readonly bool TryLocalMicros(out long micros)
    {
        micros = 0;
        var hour = HalfDayHour < 0 ? Hour : HalfDayHour % 12 + (HalfDay == 1 ? 12 : 0);
        if (hour > 23 || Minute > 59 || Second > 59 || HalfDayHour is 0 or > 12)
            return false;
        if (!Calendar.TryDaysFromCivil(Year, DayOfYear < 0 ? Month : 1, DayOfYear < 0 ? Day : 1, out var days))
            return false;
        if (DayOfYear >= 0)
        {
            if (DayOfYear < 1 || DayOfYear > (Calendar.IsLeapYear(Year) ? 366 : 365))
                return false;
            days += DayOfYear - 1;
        }

        var time = ((hour * 60L + Minute) * 60 + Second) * TimeUnits.MicrosPerSecond + Micros;
        return TimeUnits.TryMicrosOfDay(days, out micros) && TimestampArithmetic.TryAddMicros(micros, time, out micros);
    }
}
