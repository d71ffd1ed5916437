using System.Buffers;
using CultureInfo = System.Globalization.CultureInfo;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Functions.Evaluation;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary>A pattern of Spark's for printing dates and times: letters stand for fields, <c>'…'</c> for itself, <c>[ ]</c> for optional parts. English names.</summary>
internal sealed class DateTimePattern
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private readonly List<(char Letter, int Count, string Text)> parts = [];

    private DateTimePattern()
    {
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="SpindleException">INVALID_PARAMETER_VALUE.PATTERN, or INCONSISTENT_BEHAVIOR_CROSS_VERSION for a letter that only old versions knew.</exception>
    public static DateTimePattern Parse(string pattern, string function, Origin origin)
    {
        var result = new DateTimePattern();
        for (var i = 0; i < pattern.Length;)
        {
            var c = pattern[i];
            if (c == '\'')
            {
                var end = pattern.IndexOf('\'', i + 1);
                if (end < 0)
                    throw Invalid();
                // Two quotes are one.
                result.parts.Add(('\'', 0, end == i + 1 ? "'" : pattern[(i + 1)..end]));
                i = end + 1;
                continue;
            }
            if (!char.IsAsciiLetter(c))
            {
                if (c is '{' or '}' or '#')
                    throw Invalid();
                var start = i;
                while (i < pattern.Length && !char.IsAsciiLetter(pattern[i]) && pattern[i] is not ('\'' or '{' or '}' or '#' or '[' or ']'))
                    i++;
                if (i > start)
                    result.parts.Add(('\'', 0, pattern[start..i]));
                else
                    i++;
                continue;
            }
            var count = 1;
            while (i + count < pattern.Length && pattern[i + count] == c)
                count++;
            if (!IsKnown(c, count))
                throw c switch
                {
                    'A' or 'B' or 'n' or 'N' or 'p' => EvaluationErrors.Of("INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER", "22007", $"the letter {c} stands for no field of a date or time", origin,
                        ("c", c.ToString()), ("pattern", pattern)),
                    'c' or 'e' => Outdated("DATETIME_WEEK_BASED_PATTERN", "counts weeks: use EXTRACT instead"),
                    _ => Outdated("DATETIME_PATTERN_RECOGNITION", "is no pattern since Spark 3.0"),
                };
            result.parts.Add((c, count, ""));
            i += count;
        }
        return result;

        SpindleException Outdated(string subclass, string why) => EvaluationErrors.Of($"INCONSISTENT_BEHAVIOR_CROSS_VERSION.{subclass}", "42K0B", $"'{pattern}' {why}", origin, ("pattern", $"'{pattern}'"));

        SpindleException Invalid() => EvaluationErrors.Of("INVALID_PARAMETER_VALUE.PATTERN", "22023", $"'{pattern}' is not a pattern of dates and times", origin,
            ("functionName", $"`{function}`"), ("parameter", "`format`"), ("value", $"'{pattern}'"));
    }

    /// <summary>Prints local microseconds; the zone and its offset are for the letters that name them.</summary>
    public void Write(long localMicros, TimeZone zone, long offsetMicros, IBufferWriter<byte> target)
    {
        var days = TimeUnits.DayOf(localMicros);
        var time = TimeUnits.TimeOfDay(localMicros);
        var date = Calendar.CivilFromDays(days);
        foreach (var (letter, count, text) in parts)
            target.Write(Encoding.UTF8.GetBytes(letter == '\'' ? text : Field(letter, count, days, date, time, zone, (int)(offsetMicros / TimeUnits.MicrosPerSecond))));
    }

    private static bool IsKnown(char letter, int count) => letter switch
    {
        'y' or 'u' => count <= 6,
        'M' or 'L' => count <= 4,
        'd' or 'H' or 'h' or 'k' or 'K' or 'm' or 's' => count <= 2,
        'S' => count <= 9,
        'E' => count <= 4,
        'a' or 'G' => count == 1 || letter == 'G' && count <= 4,
        'D' => count <= 3,
        'Q' or 'q' => count <= 4,
        'V' => count == 2,
        'z' => count <= 4,
        'O' => count is 1 or 4,
        'x' or 'X' or 'Z' => count <= 5,
        'F' => count == 1,
        _ => false,
    };

    private static string Field(char letter, int count, int days, CivilDate date, long time, TimeZone zone, int offset) => letter switch
    {
        'y' or 'u' => Year(letter == 'y' && date.Year <= 0 ? 1 - date.Year : date.Year, count),
        'M' or 'L' => count <= 2 ? Number(date.Month, count) : Name(Months[date.Month - 1], count),
        'd' => Number(date.Day, count),
        'D' => Number(Calendar.DayOfYear(days), count),
        'E' => Name(Days[Calendar.WeekDay(days)], count),
        'Q' or 'q' => count <= 2 ? Number(Calendar.Quarter(days), count) : count == 3 ? $"Q{Calendar.Quarter(days)}" : Ordinal(Calendar.Quarter(days)) + " quarter",
        'F' => Number((date.Day - 1) % 7 + 1, count),
        'G' => date.Year > 0 ? count == 4 ? "Anno Domini" : "AD" : count == 4 ? "Before Christ" : "BC",
        'a' => time < 12 * TimeUnits.MicrosPerHour ? "AM" : "PM",
        'H' => Number(Hour(time), count),
        'k' => Number(Hour(time) == 0 ? 24 : Hour(time), count),
        'K' => Number(Hour(time) % 12, count),
        'h' => Number((Hour(time) + 11) % 12 + 1, count),
        'm' => Number((int)(time / TimeUnits.MicrosPerMinute % 60), count),
        's' => Number((int)(time / TimeUnits.MicrosPerSecond % 60), count),
        'S' => (time % TimeUnits.MicrosPerSecond).ToString("000000", CultureInfo.InvariantCulture).PadRight(9, '0')[..count],
        'V' => zone.Id,
        'z' => zone.Id,
        'O' => offset == 0 ? "GMT" : "GMT" + (count == 4 ? Offset(offset, true) : ShortOffset(offset)),
        'X' when offset == 0 => "Z",
        'Z' => count == 5 ? offset == 0 ? "Z" : Offset(offset, true) : count == 4 ? "GMT" + (offset == 0 ? "" : Offset(offset, true)) : Offset(offset, false),
        'x' or 'X' when count >= 4 && offset % 60 != 0 => Offset(offset, count == 5) + (count == 5 ? ":" : "") + Number(Math.Abs(offset) % 60, 2),
        _ => count == 1 && offset % 3_600 == 0 ? Offset(offset, false)[..3] : Offset(offset, count is 3 or 5),
    };

    private static int Hour(long time) => (int)(time / TimeUnits.MicrosPerHour);

    private static string Year(int year, int count)
    {
        if (count == 2)
            return Number(TimeUnits.FloorMod(year, 100), 2);
        var text = Number(Math.Abs(year), count);
        return year < 0 ? "-" + text : count >= 4 && text.Length > count ? "+" + text : text;
    }

    private static string Number(int value, int width) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static string Name(string full, int count) => count == 4 ? full : full[..3];

    private static string Ordinal(int quarter) => quarter switch { 1 => "1st", 2 => "2nd", 3 => "3rd", _ => "4th" };

    private static string Offset(int seconds, bool colon)
    {
        var size = Math.Abs(seconds);
        return $"{(seconds < 0 ? '-' : '+')}{size / 3_600:00}{(colon ? ":" : "")}{size / 60 % 60:00}";
    }

    private static string ShortOffset(int seconds)
    {
        var size = Math.Abs(seconds);
        return $"{(seconds < 0 ? '-' : '+')}{size / 3_600}{(size % 3_600 == 0 ? "" : $":{size / 60 % 60:00}")}";
    }
}
