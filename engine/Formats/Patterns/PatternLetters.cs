using Spindle.Columnar.Errors;
using Spindle.Formats.Records;

namespace Spindle.Formats.Patterns;

/// <summary>
/// What runs of letters mean, and the errors of those that mean nothing. A pattern that Spark 2's parser (Java's SimpleDateFormat) knew ends in an error that says so; letters that count
/// weeks, letters without a meaning, and runs that are too long have errors of their own.
/// </summary>
internal sealed class PatternLetters(string pattern, PatternUse use)
{
    private const string WeekBased = "YWwuec";
    private const string Never = "ABnNp";
    private const string NotRead = "EFqQ";
    private const string OfSimpleDateFormat = "GyYMLwWDdFEuaHkKhmsSzZX";
    private const string NarrowNames = "GMLEQq";

    /// <summary>Added to the width of a fraction that is read with as many digits as there are.</summary>
    public const int AnyDigits = 16;

    private static readonly byte[] None = [];

    private bool hasEra;

    /// <summary>Refuses letters wherever they stand outside of quotes, before anything else about the pattern.</summary>
    public void Check()
    {
        var quoted = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var letter = pattern[at];
            if (letter == '\'')
                quoted = !quoted;
            if (quoted || !char.IsAsciiLetter(letter))
                continue;
            hasEra |= letter == 'G';
            if (WeekBased.Contains(letter, StringComparison.Ordinal) && !(letter == 'u' && use == PatternUse.Records))
                throw Outdated() ?? Error("INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN", "42K0B", $"{letter} counts weeks, which dates no longer do by patterns: use EXTRACT");
            if (Never.Contains(letter, StringComparison.Ordinal) || (use == PatternUse.Parsing && NotRead.Contains(letter, StringComparison.Ordinal)))
                throw Illegal(letter);
            if (NarrowNames.Contains(letter, StringComparison.Ordinal) && pattern.AsSpan(at).StartsWith(new string(letter, 5)))
                throw Outdated() ?? Error("INVALID_DATETIME_PATTERN.LENGTH", "22007", $"there are too many letters in '{pattern}'");
        }
    }

    public PatternElement Element(char letter, int count) => (letter, count) switch
    {
        ('G', <= 4) => new(PatternField.Era, count, None),
        ('y', <= 6) => new(hasEra ? PatternField.YearOfEra : PatternField.Year, count, None),
        ('u', <= 6) => new(PatternField.Year, count, None),
        ('M' or 'L', <= 2) => new(PatternField.Month, count, None),
        ('M' or 'L', 3 or 4) => new(PatternField.MonthName, count, None),
        ('Q' or 'q', <= 2) => new(PatternField.Quarter, count, None),
        ('Q' or 'q', 3 or 4) => new(PatternField.QuarterName, count, None),
        ('d', <= 2) => new(PatternField.Day, count, None),
        ('D', <= 3) => new(PatternField.DayOfYear, count, None),
        ('E', <= 4) => new(PatternField.DayOfWeekName, count, None),
        ('F', 1) => new(PatternField.AlignedWeekDay, count, None),
        ('H', <= 2) => new(PatternField.Hour, count, None),
        ('h', <= 2) => new(PatternField.HalfDayHour, count, None),
        ('K', <= 2) => new(PatternField.HourOfHalfDay, count, None),
        ('k', <= 2) => new(PatternField.ClockHour, count, None),
        ('m', <= 2) => new(PatternField.Minute, count, None),
        ('s', <= 2) => new(PatternField.Second, count, None),
        ('S', <= 9) => new(PatternField.Fraction, use == PatternUse.Records ? count + AnyDigits : count, None),
        ('a', 1) => new(PatternField.HalfDay, count, None),
        ('X', <= 5) => new(PatternField.Offset, count, [(byte)'Z']),
        ('x', <= 5) => new(PatternField.Offset, count, Zero(count)),
        ('Z', <= 3) => new(PatternField.Offset, 2, Zero(2)),
        ('Z', 5) => new(PatternField.Offset, 5, [(byte)'Z']),
        ('Z', 4) or ('O', 1 or 4) => new(PatternField.LocalizedOffset, count, None),
        ('V', 2) => new(PatternField.ZoneId, count, None),
        ('z', <= 4) => new(PatternField.ZoneName, count, None),
        _ => throw Illegal(letter),
    };

    /// <summary>The error of a pattern with an open quote or bracket, or a reserved character.</summary>
    public SpindleException Malformed() => Outdated() ?? Error("INVALID_DATETIME_PATTERN.WITH_SUGGESTION", "22007", $"'{pattern}' is no pattern of dates and times: quotes and brackets come in pairs");

    /// <summary>How <c>x</c> and <c>Z</c> write an offset of nothing.</summary>
    private static byte[] Zero(int width) => width == 1 ? "+00"u8.ToArray() : width is 2 or 4 ? "+0000"u8.ToArray() : "+00:00"u8.ToArray();

    private SpindleException Illegal(char letter) => Outdated() ?? new SpindleException(
        RecordErrors.InvalidPattern, $"'{letter}' has no meaning at its place in the date and time pattern '{pattern}': quote text with apostrophes, and see Java's DateTimeFormatter for the letters",
        parameters: new Dictionary<string, string> { ["c"] = letter.ToString(), ["pattern"] = pattern });

    /// <summary>The error of a pattern that Spark 2 understood; null for one that it did not.</summary>
    private SpindleException? Outdated()
    {
        var quotes = 0;
        for (var at = 0; at < pattern.Length; at++)
        {
            var letter = pattern[at];
            quotes += letter == '\'' ? 1 : 0;
            if (quotes % 2 == 1 || !char.IsAsciiLetter(letter))
                continue;
            if (!OfSimpleDateFormat.Contains(letter, StringComparison.Ordinal) || (letter == 'X' && pattern.AsSpan(at).StartsWith("XXXX")))
                return null;
        }

        return quotes % 2 == 1 ? null
            : new SpindleException(RecordErrors.OutdatedPattern, $"'{pattern}' is no date and time pattern since Spark 3.0: see Java's DateTimeFormatter for the letters and how often they may stand",
                parameters: new Dictionary<string, string> { ["pattern"] = $"'{pattern}'", ["config"] = "\"spark.sql.legacy.timeParserPolicy\"" });
    }

    private SpindleException Error(string errorClass, string state, string message) =>
        new(new ErrorClass(errorClass, state), message, parameters: new Dictionary<string, string> { ["pattern"] = $"'{pattern}'" });
}
