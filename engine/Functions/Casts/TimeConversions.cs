using Spindle.Columnar.Time;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Casts;

/// <summary>A date as its midnight in local time.</summary>
internal readonly struct DateToLocal : IConversion<int, long>
{
    public bool TryConvert(int value, out long result) => TimeUnits.TryMicrosOfDay(value, out result);
}

/// <summary>A date as the instant of its midnight in a zone.</summary>
internal struct DateToInstant(TimeZone zone) : IConversion<int, long>
{
    private ZoneCursor cursor = new(zone);

    public bool TryConvert(int value, out long result)
    {
        if (!TimeUnits.TryMicrosOfDay(value, out result))
            return false;
        result = cursor.ToInstant(result);
        return true;
    }
}

internal readonly struct LocalToDate : IConversion<long, int>
{
    public bool TryConvert(long value, out int result)
    {
        result = TimeUnits.DayOf(value);
        return true;
    }
}

internal struct InstantToDate(TimeZone zone) : IConversion<long, int>
{
    private ZoneCursor cursor = new(zone);

    public bool TryConvert(long value, out int result)
    {
        result = TimeUnits.DayOf(cursor.ToLocal(value));
        return true;
    }
}

internal struct InstantToLocal(TimeZone zone) : IConversion<long, long>
{
    private ZoneCursor cursor = new(zone);

    public bool TryConvert(long value, out long result)
    {
        result = cursor.ToLocal(value);
        return true;
    }
}

internal struct LocalToInstant(TimeZone zone) : IConversion<long, long>
{
    private ZoneCursor cursor = new(zone);

    public bool TryConvert(long value, out long result)
    {
        result = cursor.ToInstant(value);
        return true;
    }
}

/// <summary>The time of day of a local timestamp, in nanoseconds, cut to a number of decimals of a second.</summary>
internal readonly struct LocalToTime(long unitMicros) : IConversion<long, long>
{
    public bool TryConvert(long value, out long result)
    {
        var micros = TimeUnits.TimeOfDay(value);
        result = (micros - micros % unitMicros) * TimeUnits.NanosPerMicro;
        return true;
    }
}

/// <summary>A time of day in nanoseconds cut to fewer decimals of a second.</summary>
internal readonly struct TimeToTime(long unitMicros) : IConversion<long, long>
{
    public bool TryConvert(long value, out long result)
    {
        result = value - value % (unitMicros * TimeUnits.NanosPerMicro);
        return true;
    }
}

/// <summary>A duration in microseconds cut towards zero to a unit.</summary>
internal readonly struct DurationToUnit(long unitMicros) : IConversion<long, long>
{
    public bool TryConvert(long value, out long result)
    {
        result = value - value % unitMicros;
        return true;
    }
}

/// <summary>Months cut towards zero to whole years.</summary>
internal readonly struct MonthsToYears : IConversion<int, int>
{
    public bool TryConvert(int value, out int result)
    {
        result = value - value % TimeUnits.MonthsPerYear;
        return true;
    }
}

/// <summary>A time of day as its whole seconds since midnight.</summary>
internal readonly struct NanosToSeconds<TTo> : IConversion<long, TTo> where TTo : unmanaged, System.Numerics.IBinaryInteger<TTo>
{
    public bool TryConvert(long value, out TTo result)
    {
        var seconds = value / (TimeUnits.NanosPerMicro * TimeUnits.MicrosPerSecond);
        result = TTo.CreateTruncating(seconds);
        return long.CreateTruncating(result) == seconds;
    }
}
