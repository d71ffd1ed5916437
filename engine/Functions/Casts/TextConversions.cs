using Spindle.Columnar.Numerics;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Casts;

/// <summary>Reads one value from text.</summary>
internal interface ITextConversion<T>
{
    bool TryRead(ReadOnlySpan<byte> text, out T result);
}

internal readonly struct TextToInteger<T>(bool allowFraction) : ITextConversion<T> where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public bool TryRead(ReadOnlySpan<byte> text, out T result)
    {
        var ok = IntegerText.TryParse(text, out long value, allowFraction);
        result = T.CreateTruncating(value);
        return ok && long.CreateTruncating(result) == value;
    }
}

internal readonly struct TextToFloat : ITextConversion<float>
{
    public bool TryRead(ReadOnlySpan<byte> text, out float result) => FloatText.TryParse(text, out result);
}

internal readonly struct TextToDouble : ITextConversion<double>
{
    public bool TryRead(ReadOnlySpan<byte> text, out double result) => FloatText.TryParse(text, out result);
}

internal readonly struct TextToDate : ITextConversion<int>
{
    public bool TryRead(ReadOnlySpan<byte> text, out int result) => DateText.TryParse(text, out result);
}

internal readonly struct TextToInstant(TimeZone zone) : ITextConversion<long>
{
    public bool TryRead(ReadOnlySpan<byte> text, out long result) => TimestampText.TryParseInstant(text, zone, out result);
}

internal readonly struct TextToLocal : ITextConversion<long>
{
    public bool TryRead(ReadOnlySpan<byte> text, out long result) => TimestampText.TryParseLocal(text, out result);
}

internal readonly struct TextToTime(long unitMicros) : ITextConversion<long>
{
    public bool TryRead(ReadOnlySpan<byte> text, out long result) => TimeText.TryParse(text, out result) && new TimeToTime(unitMicros).TryConvert(result, out result);
}

internal readonly struct TextToMonths(YearMonthIntervalType type) : ITextConversion<int>
{
    public bool TryRead(ReadOnlySpan<byte> text, out int result) => YearMonthIntervalText.TryParse(text, type, out result);
}

internal readonly struct TextToDuration(DayTimeIntervalType type) : ITextConversion<long>
{
    public bool TryRead(ReadOnlySpan<byte> text, out long result) => DayTimeIntervalText.TryParse(text, type, out result);
}

internal readonly struct TextToCalendarInterval : ITextConversion<CalendarInterval>
{
    public bool TryRead(ReadOnlySpan<byte> text, out CalendarInterval result) => CalendarIntervalText.TryParse(text, out result);
}
