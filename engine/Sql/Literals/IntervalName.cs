using System.Globalization;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>Intervals as Spark names their literals: <c>INTERVAL '1-2' YEAR TO MONTH</c>, <c>INTERVAL '90' DAY</c>.</summary>
internal static class IntervalName
{
    public static string Of(object value, DataType type) => type switch
    {
        YearMonthIntervalType t => $"INTERVAL '{YearMonth((int)value, t)}' {Fields(t.Name)}",
        DayTimeIntervalType t => $"INTERVAL '{DayTime((long)value, t)}' {Fields(t.Name)}",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    // "interval day to second" without its first word.
    private static string Fields(string typeName) => typeName["interval ".Length..].ToUpperInvariant();

    private static string YearMonth(int months, YearMonthIntervalType type)
    {
        var size = Math.Abs((long)months);
        var sign = months < 0 ? "-" : "";
        return (type.Start, type.End) switch
        {
            (YearMonthField.Year, YearMonthField.Year) => $"{sign}{size / 12}",
            (YearMonthField.Month, _) => $"{sign}{size}",
            _ => $"{sign}{size / 12}-{size % 12}",
        };
    }

    private static string DayTime(long micros, DayTimeIntervalType type)
    {
        var size = micros < 0 ? (UInt128)(-(Int128)micros) : (UInt128)micros;
        var text = micros < 0 ? "-" : "";
        for (var field = type.Start; field <= type.End; field++)
        {
            var unit = (UInt128)Size(field);
            var count = (ulong)(size / unit);
            size %= unit;
            var separator = field == type.Start ? "" : field == DayTimeField.Hour ? " " : ":";
            text += separator + count.ToString(field == DayTimeField.Day ? "0" : "00", CultureInfo.InvariantCulture);
        }

        if (type.End == DayTimeField.Second && size != 0)
            text += "." + ((long)size).ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return text;
    }

    private static long Size(DayTimeField field) => field switch
    {
        DayTimeField.Day => TimeUnits.MicrosPerDay,
        DayTimeField.Hour => TimeUnits.MicrosPerHour,
        DayTimeField.Minute => TimeUnits.MicrosPerMinute,
        _ => TimeUnits.MicrosPerSecond,
    };
}
