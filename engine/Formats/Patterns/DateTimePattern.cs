using Spindle.Columnar.Time;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Patterns;

/// <summary>A compiled pattern with Java's letters. Immutable, shared by threads.</summary>
public sealed class DateTimePattern
{
    /// <summary>The most bytes that a formatted value takes, literals left out.</summary>
    private const int MostPerElement = 64;

    private readonly PatternElement[] elements;

    private DateTimePattern(string text, PatternElement[] elements)
    {
        Text = text;
        this.elements = elements;
        MaxLength = elements.Sum(e => e.Literal.Length + MostPerElement);
    }

    public string Text { get; }

    /// <summary>The most bytes that a formatted value takes.</summary>
    public int MaxLength { get; }

    /// <exception cref="Columnar.Errors.SpindleException">INVALID_DATETIME_PATTERN, or INCONSISTENT_BEHAVIOR_CROSS_VERSION for a pattern that only Spark 2 knew.</exception>
    public static DateTimePattern Compile(string pattern, PatternUse use = PatternUse.Records) => new(pattern, PatternCompiler.Compile(pattern, use));

    /// <summary>Whether the pattern names anything but times of day: dates, or zones and offsets.</summary>
    public bool NamesDatesOrZones => elements.Any(e => e.Field is (>= PatternField.Era and <= PatternField.AlignedWeekDay) or (>= PatternField.Offset and <= PatternField.ZoneName));

    /// <summary>Reads a whole text; parts that the pattern does not name are those of 1970-01-01T00:00:00.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="localMicros">Local time in microseconds.</param>
    /// <param name="zone">The zone that the text names; null where it names none.</param>
    public bool TryParse(ReadOnlySpan<byte> text, out long localMicros, out TimeZone? zone)
    {
        var fields = DateTimeFields.Start;
        zone = null;
        localMicros = 0;
        if (!PatternReader.TryRead(elements, 0, elements.Length, ref text, ref fields) || !text.IsEmpty)
            return false;
        zone = fields.Zone;
        return fields.TryLocalMicros(out localMicros);
    }

    /// <summary>Reads a date; a time that the pattern names is read and left out.</summary>
    public bool TryParseDate(ReadOnlySpan<byte> text, out int days)
    {
        var found = TryParse(text, out var micros, out _);
        days = found ? TimeUnits.DayOf(micros) : 0;
        return found;
    }

    /// <summary>Reads an instant; text without a zone is local time in <paramref name="zone"/>.</summary>
    public bool TryParseInstant(ReadOnlySpan<byte> text, TimeZone zone, out long micros)
    {
        if (!TryParse(text, out micros, out var own))
            return false;
        micros = (own ?? zone).ToInstant(micros);
        return true;
    }

    /// <summary>Writes local microseconds.</summary>
    /// <param name="localMicros">Local time.</param>
    /// <param name="offsetSeconds">The offset from UTC that the local time has.</param>
    /// <param name="zone">The zone, for patterns that name it.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    public int Format(long localMicros, int offsetSeconds, TimeZone zone, Span<byte> target) =>
        PatternWriter.Write(elements, localMicros, offsetSeconds, zone, target);

    public override string ToString() => Text;
}
