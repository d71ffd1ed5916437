using System.Globalization;
using System.Text.RegularExpressions;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>The text of <c>INTERVAL '…' field TO field</c>: <c>1-2</c>, <c>1 02:03:04.5</c> and the shorter forms between other fields.</summary>
internal static partial class IntervalRange
{
    /// <summary>Months; false where the text has another form. Throws <see cref="OverflowException"/> past the range.</summary>
    public static bool TryYearToMonth(string text, out int months)
    {
        var match = YearToMonth().Match(text.Trim());
        months = 0;
        if (!match.Success || Number(match, "m") is var month && month > 11)
            return false;
        months = checked((int)(Sign(match) * (Number(match, "y") * TimeUnits.MonthsPerYear + month)));
        return true;
    }

    /// <summary>Microseconds; false where the text has another form or a part of it is out of range.</summary>
    public static bool TryDayTime(string text, DayTimeField start, DayTimeField end, out long micros)
    {
        micros = 0;
        var pattern = (start, end) switch
        {
            (DayTimeField.Day, DayTimeField.Hour) => DayToHour(),
            (DayTimeField.Day, DayTimeField.Minute) => DayToMinute(),
            (DayTimeField.Day, DayTimeField.Second) => DayToSecond(),
            (DayTimeField.Hour, DayTimeField.Minute) => HourToMinute(),
            (DayTimeField.Hour, DayTimeField.Second) => HourToSecond(),
            _ => MinuteToSecond(),
        };
        var match = pattern.Match(text.Trim());
        if (!match.Success)
            return false;
        long hours = Number(match, "h"), minutes = Number(match, "m"), seconds = Number(match, "s");
        if ((start < DayTimeField.Hour && hours > 23) || (start < DayTimeField.Minute && minutes > 59) || seconds > 59)
            return false;
        var fraction = match.Groups["f"].Value;
        var part = fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture) / 1_000;
        checked
        {
            // Negated part by part, so that the least long is reached.
            var sign = Sign(match);
            micros = sign * Number(match, "d") * TimeUnits.MicrosPerDay + sign * hours * TimeUnits.MicrosPerHour
                + sign * minutes * TimeUnits.MicrosPerMinute + sign * (seconds * TimeUnits.MicrosPerSecond + part);
        }

        return true;
    }

    private static long Sign(Match match) => match.Groups["sign"].Value == "-" ? -1 : 1;

    private static long Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? long.Parse(found.Value, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<sign>[+-])?(?<y>[0-9]+)-(?<m>[0-9]+)$")]
    private static partial Regex YearToMonth();

    [GeneratedRegex(@"^(?<sign>[+-])?(?<d>[0-9]+) (?<h>[0-9]{1,2})$")]
    private static partial Regex DayToHour();

    [GeneratedRegex(@"^(?<sign>[+-])?(?<d>[0-9]+) (?<h>[0-9]{1,2}):(?<m>[0-9]{1,2})$")]
    private static partial Regex DayToMinute();

    [GeneratedRegex(@"^(?<sign>[+-])?(?<d>[0-9]+) (?<h>[0-9]{1,2}):(?<m>[0-9]{1,2}):(?<s>[0-9]{1,2})(\.(?<f>[0-9]{1,9}))?$")]
    private static partial Regex DayToSecond();

    [GeneratedRegex(@"^(?<sign>[+-])?(?<h>[0-9]+):(?<m>[0-9]{1,2})$")]
    private static partial Regex HourToMinute();

    [GeneratedRegex(@"^(?<sign>[+-])?(?<h>[0-9]+):(?<m>[0-9]{1,2}):(?<s>[0-9]{1,2})(\.(?<f>[0-9]{1,9}))?$")]
    private static partial Regex HourToSecond();

    [GeneratedRegex(@"^(?<sign>[+-])?(?<m>[0-9]+):(?<s>[0-9]{1,2})(\.(?<f>[0-9]{1,9}))?$")]
    private static partial Regex MinuteToSecond();
}
