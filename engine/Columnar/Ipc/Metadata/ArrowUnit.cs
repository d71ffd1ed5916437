namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>The units of times, timestamps and durations.</summary>
internal enum ArrowUnit : short
{
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

/// <summary>The units of dates.</summary>
internal enum ArrowDateUnit : short
{
    Day,
    Millisecond,
}

/// <summary>The units of calendar intervals.</summary>
internal enum ArrowIntervalUnit : short
{
    YearMonth,
    DayTime,
    MonthDayNano,
}
