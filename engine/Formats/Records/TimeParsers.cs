using Spindle.Columnar.Types;
using Spindle.Formats.Patterns;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Records;

internal readonly struct DateParser(DateTimePattern? pattern) : ITextParser<int>
{
    private readonly DateTimePattern? pattern = pattern;

    public bool TryParse(ReadOnlySpan<byte> text, out int value) => pattern is null ? DateText.TryParse(text, out value) : pattern.TryParseDate(text, out value);
}

internal readonly struct TimestampParser(DateTimePattern? pattern, TimeZone zone) : ITextParser<long>
{
    private readonly DateTimePattern? pattern = pattern;
    private readonly TimeZone zone = zone;

    public bool TryParse(ReadOnlySpan<byte> text, out long value) =>
        pattern is null ? TimestampText.TryParseInstant(text, zone, out value) : pattern.TryParseInstant(text, zone, out value);
}

/// <summary>Refuses text that names a zone: its instant would be lost.</summary>
internal readonly struct TimestampNtzParser(DateTimePattern? pattern) : ITextParser<long>
{
    private readonly DateTimePattern? pattern = pattern;

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        TimeZone? zone;
        return (pattern is null ? TimestampText.TryParse(text, out value, out zone) : pattern.TryParse(text, out value, out zone)) && zone is null;
    }
}

internal readonly struct TimeParser : ITextParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value) => TimeText.TryParse(text, out value);
}

internal readonly struct YearMonthParser(YearMonthIntervalType type) : ITextParser<int>
{
    private readonly YearMonthIntervalType type = type;

    public bool TryParse(ReadOnlySpan<byte> text, out int value) => YearMonthIntervalText.TryParse(text, type, out value);
}

internal readonly struct DayTimeParser(DayTimeIntervalType type) : ITextParser<long>
{
    private readonly DayTimeIntervalType type = type;

    public bool TryParse(ReadOnlySpan<byte> text, out long value) => DayTimeIntervalText.TryParse(text, type, out value);
}

internal readonly struct CalendarIntervalParser : ITextParser<CalendarInterval>
{
    public bool TryParse(ReadOnlySpan<byte> text, out CalendarInterval value) => CalendarIntervalText.TryParse(text, out value);
}
