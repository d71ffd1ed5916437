using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Formats.Records;

namespace Spindle.Formats.Patterns;

/// <summary>Pattern letters to elements.</summary>
internal static class PatternCompiler
{
    private static readonly byte[] None = [];

    public static PatternElement[] Compile(string pattern)
    {
        var elements = new List<PatternElement>();
        var open = new Stack<int>();
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            if (letter == '\'')
            {
                elements.Add(new PatternElement(PatternField.Literal, 0, Encoding.UTF8.GetBytes(Quoted(pattern, ref at))));
            }
            else if (letter == '[')
            {
                open.Push(elements.Count);
                elements.Add(new PatternElement(PatternField.OptionalStart, 0, None));
                at++;
            }
            else if (letter == ']')
            {
                if (!open.TryPop(out var start))
                    throw Illegal(pattern, letter);
                elements[start] = elements[start] with { Width = elements.Count };
                elements.Add(new PatternElement(PatternField.OptionalEnd, 0, None));
                at++;
            }
            else if (char.IsAsciiLetter(letter))
            {
                var end = at;
                while (end < pattern.Length && pattern[end] == letter)
                    end++;
                elements.Add(Letters(pattern, letter, end - at));
                at = end;
            }
            else if (letter is '{' or '}' or '#')
            {
                throw Illegal(pattern, letter);
            }
            else
            {
                var end = at + 1;
                while (end < pattern.Length && !char.IsAsciiLetter(pattern[end]) && pattern[end] is not ('\'' or '[' or ']' or '{' or '}' or '#'))
                    end++;
                elements.Add(new PatternElement(PatternField.Literal, 0, Encoding.UTF8.GetBytes(pattern[at..end])));
                at = end;
            }
        }

        return open.Count == 0 ? [.. elements] : throw Illegal(pattern, '[');
    }

    private static string Quoted(string pattern, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] != '\'')
            {
                text.Append(pattern[at]);
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
            {
                text.Append('\'');
                at++;
            }
            else
            {
                at++;
                return text.Length == 0 ? "'" : text.ToString();
            }
        }

        throw Illegal(pattern, '\'');
    }

    private static PatternElement Letters(string pattern, char letter, int count) => (letter, count) switch
    {
        ('y' or 'u', <= 6) => new(PatternField.Year, count, None),
        ('M' or 'L', <= 2) => new(PatternField.Month, count, None),
        ('M' or 'L', 3 or 4) => new(PatternField.MonthName, count, None),
        ('d', <= 2) => new(PatternField.Day, count, None),
        ('D', <= 3) => new(PatternField.DayOfYear, count, None),
        ('E', <= 4) => new(PatternField.DayOfWeekName, count, None),
        ('H', <= 2) => new(PatternField.Hour, count, None),
        ('h', <= 2) => new(PatternField.HalfDayHour, count, None),
        ('m', <= 2) => new(PatternField.Minute, count, None),
        ('s', <= 2) => new(PatternField.Second, count, None),
        ('S', <= 9) => new(PatternField.Fraction, count, None),
        ('a', 1) => new(PatternField.HalfDay, count, None),
        ('X', <= 5) => new(PatternField.Offset, count, [(byte)'Z']),
        ('x', <= 5) => new(PatternField.Offset, count, Zero(count)),
        ('Z', <= 3) => new(PatternField.Offset, 2, Zero(2)),
        ('Z', 5) => new(PatternField.Offset, 5, [(byte)'Z']),
        ('V', 2) => new(PatternField.ZoneId, count, None),
        // What Java's older formatter read is refused as outdated, anything else as without a meaning.
        _ => throw (IsOutdated(pattern) ? Outdated(pattern) : Illegal(pattern, letter)),
    };

    /// <summary>How <c>x</c> and <c>Z</c> write an offset of nothing.</summary>
    private static byte[] Zero(int width) => width == 1 ? "+00"u8.ToArray() : width is 2 or 4 ? "+0000"u8.ToArray() : "+00:00"u8.ToArray();

    private static bool IsOutdated(string pattern)
    {
        var quoted = false;
        foreach (var symbol in pattern)
        {
            quoted ^= symbol == '\'';
            if (!quoted && char.IsAsciiLetter(symbol) && !"GyYMLwWDdFEuaHkKhmsSzZX".Contains(symbol, StringComparison.Ordinal))
                return false;
        }

        return !quoted;
    }

    private static SpindleException Outdated(string pattern) => new(
        RecordErrors.OutdatedPattern, $"'{pattern}' is no date and time pattern since Spark 3.0: see Java's DateTimeFormatter for the letters and how often they may stand",
        parameters: new Dictionary<string, string> { ["pattern"] = $"'{pattern}'", ["config"] = "\"spark.sql.legacy.timeParserPolicy\"" });

    private static SpindleException Illegal(string pattern, char letter) => new(
        RecordErrors.InvalidPattern, $"'{letter}' has no meaning at its place in the date and time pattern '{pattern}': quote text with apostrophes, and see Java's DateTimeFormatter for the letters",
        parameters: new Dictionary<string, string> { ["c"] = letter.ToString(), ["pattern"] = pattern });
}
