using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Formats.Patterns;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Records;

internal readonly struct ByteFormatter : ITextFormatter<sbyte>
{
    public int MaxLength => IntegerText.MaxLength;

    public int Format(sbyte value, Span<byte> target) => IntegerText.Format(value, target);
}

internal readonly struct ShortFormatter : ITextFormatter<short>
{
    public int MaxLength => IntegerText.MaxLength;

    public int Format(short value, Span<byte> target) => IntegerText.Format(value, target);
}

internal readonly struct IntFormatter : ITextFormatter<int>
{
    public int MaxLength => IntegerText.MaxLength;

    public int Format(int value, Span<byte> target) => IntegerText.Format(value, target);
}

internal readonly struct LongFormatter : ITextFormatter<long>
{
    public int MaxLength => IntegerText.MaxLength;

    public int Format(long value, Span<byte> target) => IntegerText.Format(value, target);
}

internal readonly struct FloatFormatter : ITextFormatter<float>
{
    public int MaxLength => FloatText.MaxLength;

    public int Format(float value, Span<byte> target) => FloatText.Format(value, target);
}

internal readonly struct DoubleFormatter : ITextFormatter<double>
{
    public int MaxLength => FloatText.MaxLength;

    public int Format(double value, Span<byte> target) => FloatText.Format(value, target);
}

internal readonly struct SmallDecimalFormatter(int scale) : ITextFormatter<long>
{
    private readonly int scale = scale;

    public int MaxLength => DecimalText.MaxLength;

    public int Format(long value, Span<byte> target) => DecimalText.FormatScientific(value, scale, target);
}

internal readonly struct DecimalFormatter(int scale) : ITextFormatter<Int128>
{
    private readonly int scale = scale;

    public int MaxLength => DecimalText.MaxLength;

    public int Format(Int128 value, Span<byte> target) => DecimalText.FormatScientific(value, scale, target);
}

internal readonly struct DateFormatter(DateTimePattern? pattern) : ITextFormatter<int>
{
    private readonly DateTimePattern? pattern = pattern;

    public int MaxLength => pattern?.MaxLength ?? DateText.MaxLength;

    public int Format(int value, Span<byte> target) =>
        pattern is null ? DateText.Format(value, target) : pattern.Format(value * TimeUnits.MicrosPerDay, 0, TimeZone.Utc, target);
}

internal readonly struct TimestampFormatter(DateTimePattern pattern, TimeZone zone) : ITextFormatter<long>
{
    private readonly DateTimePattern pattern = pattern;
    private readonly TimeZone zone = zone;

    public int MaxLength => pattern.MaxLength;

    public int Format(long value, Span<byte> target)
    {
        var offset = zone.OffsetSecondsAt(TimeUnits.FloorDiv(value, TimeUnits.MicrosPerSecond));
        return pattern.Format(value + offset * TimeUnits.MicrosPerSecond, offset, zone, target);
    }
}

internal readonly struct TimestampNtzFormatter(DateTimePattern pattern) : ITextFormatter<long>
{
    private readonly DateTimePattern pattern = pattern;

    public int MaxLength => pattern.MaxLength;

    public int Format(long value, Span<byte> target) => pattern.Format(value, 0, TimeZone.Utc, target);
}

internal readonly struct TimeFormatter : ITextFormatter<long>
{
    public int MaxLength => TimeText.MaxLength;

    public int Format(long value, Span<byte> target) => TimeText.Format(value, target);
}

internal readonly struct YearMonthFormatter(YearMonthIntervalType type) : ITextFormatter<int>
{
    private readonly YearMonthIntervalType type = type;

    public int MaxLength => YearMonthIntervalText.MaxLength;

    public int Format(int value, Span<byte> target) => YearMonthIntervalText.Format(value, type, target);
}

internal readonly struct DayTimeFormatter(DayTimeIntervalType type) : ITextFormatter<long>
{
    private readonly DayTimeIntervalType type = type;

    public int MaxLength => DayTimeIntervalText.MaxLength;

    public int Format(long value, Span<byte> target) => DayTimeIntervalText.Format(value, type, target);
}

internal readonly struct CalendarIntervalFormatter : ITextFormatter<CalendarInterval>
{
    private const int MostBytes = 256;

    public int MaxLength => MostBytes;

    public int Format(CalendarInterval value, Span<byte> target) => CalendarIntervalText.Format(value, target);
}
