namespace Spindle.Columnar.Types;

/// <summary>Days since 1970-01-01, proleptic Gregorian.</summary>
public sealed record DateType : DataType
{
    public override string Name => "date";
    public override PhysicalType Physical => PhysicalType.Int32;
}

/// <summary>Nanoseconds since midnight, shown with <paramref name="Precision"/> digits of a second (0 to 6).</summary>
public sealed record TimeType(int Precision = 6) : DataType
{
    public override string Name => $"time({Precision})";
    public override PhysicalType Physical => PhysicalType.Int64;
}

/// <summary>An instant: microseconds since 1970-01-01T00:00:00Z, shown in the session's zone.</summary>
public sealed record TimestampType : DataType
{
    public override string Name => "timestamp";
    public override PhysicalType Physical => PhysicalType.Int64;
}

/// <summary>A local date and time without a zone: microseconds since 1970-01-01T00:00:00.</summary>
public sealed record TimestampNtzType : DataType
{
    public override string Name => "timestamp_ntz";
    public override PhysicalType Physical => PhysicalType.Int64;
}

public enum YearMonthField : byte
{
    Year,
    Month,
}

public enum DayTimeField : byte
{
    Day,
    Hour,
    Minute,
    Second,
}

/// <summary>Months.</summary>
public sealed record YearMonthIntervalType(YearMonthField Start = YearMonthField.Year, YearMonthField End = YearMonthField.Month) : DataType
{
    public override string Name => Start == End ? $"interval {Text(Start)}" : $"interval {Text(Start)} to {Text(End)}";
    public override PhysicalType Physical => PhysicalType.Int32;

    private static string Text(YearMonthField field) => field == YearMonthField.Year ? "year" : "month";
}

/// <summary>Microseconds.</summary>
public sealed record DayTimeIntervalType(DayTimeField Start = DayTimeField.Day, DayTimeField End = DayTimeField.Second) : DataType
{
    public override string Name => Start == End ? $"interval {Text(Start)}" : $"interval {Text(Start)} to {Text(End)}";
    public override PhysicalType Physical => PhysicalType.Int64;

    private static string Text(DayTimeField field) => field switch
    {
        DayTimeField.Day => "day",
        DayTimeField.Hour => "hour",
        DayTimeField.Minute => "minute",
        _ => "second",
    };
}

/// <summary>Months, days and microseconds kept apart: see <see cref="Types.CalendarInterval"/>.</summary>
public sealed record CalendarIntervalType : DataType
{
    public override string Name => "interval";
    public override PhysicalType Physical => PhysicalType.Interval;
}

/// <summary>A calendar interval's value, 16 bytes, in Arrow's month-day-nano order (but microseconds).</summary>
public readonly record struct CalendarInterval(int Months, int Days, long Microseconds);
