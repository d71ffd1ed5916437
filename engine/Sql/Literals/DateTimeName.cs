using System.Globalization;
using Spindle.Columnar.Time;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>Dates and times as the names of literals show them.</summary>
internal static class DateTimeName
{
    public static string Date(int days)
    {
        var date = Columnar.Time.Calendar.CivilFromDays(days);
        var year = Math.Abs(date.Year).ToString("0000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(date.Year < 0 ? "-" : date.Year > 9999 ? "+" : "")}{year}-{date.Month:00}-{date.Day:00}");
    }

    public static string Timestamp(long localMicros) => $"{Date(TimeUnits.DayOf(localMicros))} {Time(TimeUnits.TimeOfDay(localMicros))}";

    public static string Time(long micros)
    {
        var seconds = micros / TimeUnits.MicrosPerSecond;
        var fraction = micros % TimeUnits.MicrosPerSecond;
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return fraction == 0 ? text : text + "." + fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');
    }
}
