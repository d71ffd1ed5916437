namespace Spindle.Columnar.Time;

/// <summary>The units to whose start a date or a timestamp is cut, from fine to coarse.</summary>
public enum Truncation
{
    Microsecond,
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}
