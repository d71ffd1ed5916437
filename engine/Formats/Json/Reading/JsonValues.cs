using Spindle.Columnar.Types;
using Spindle.Formats.Csv.Reading;
using Spindle.Formats.Records;
using Spindle.Formats.Values;

namespace Spindle.Formats.Json.Reading;

/// <summary>Reads a value of fixed width from its token. Implemented by structs, so that a column's loop is compiled for its type.</summary>
internal interface IJsonValue<T>
    where T : unmanaged
{
    /// <param name="kind">Not <see cref="JsonKind.Null"/>; a string's escapes are taken out and its kind is <see cref="JsonKind.String"/>.</param>
    bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out T value);
}

internal readonly struct JsonByte : IJsonValue<sbyte>
{
    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out sbyte value)
    {
        value = 0;
        return kind == JsonKind.Integer && default(ByteParser).TryParse(text, out value);
    }
}

internal readonly struct JsonShort : IJsonValue<short>
{
    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out short value)
    {
        value = 0;
        return kind == JsonKind.Integer && default(ShortParser).TryParse(text, out value);
    }
}

internal readonly struct JsonInt : IJsonValue<int>
{
    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return kind == JsonKind.Integer && IntegerText.TryParse(text, out value);
    }
}

internal readonly struct JsonLong : IJsonValue<long>
{
    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return kind == JsonKind.Integer && IntegerText.TryParse(text, out value);
    }
}

/// <param name="special">Whether NaN and infinities are taken.</param>
internal readonly struct JsonDouble(bool special) : IJsonValue<double>
{
    private readonly bool special = special;

    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        return kind switch
        {
            JsonKind.Integer or JsonKind.Fraction => FloatText.TryParse(text, out value),
            JsonKind.String or JsonKind.NonNumber => special && TrySpecial(text, out value),
            _ => false,
        };
    }

    public static bool TrySpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (text.SequenceEqual("NaN"u8))
            return true;
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
            text = text[1..];
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return text.SequenceEqual("Infinity"u8) || text.SequenceEqual("INF"u8);
    }
}

/// <param name="special">Whether NaN and infinities are taken.</param>
internal readonly struct JsonFloat(bool special) : IJsonValue<float>
{
    private readonly bool special = special;

    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out float value)
    {
        value = 0;
        if (kind is JsonKind.Integer or JsonKind.Fraction)
            return FloatText.TryParse(text, out value);
        if (!special || kind is not (JsonKind.String or JsonKind.NonNumber) || !JsonDouble.TrySpecial(text, out var wide))
            return false;
        value = (float)wide;
        return true;
    }
}

internal readonly struct JsonDecimal(DecimalType type) : IJsonValue<Int128>
{
    private readonly int precision = type.Precision;
    private readonly int scale = type.Scale;

    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out Int128 value)
    {
        value = 0;
        return kind is JsonKind.Integer or JsonKind.Fraction or JsonKind.String && CsvText.TryDecimal(text, precision, scale, out value);
    }
}

internal readonly struct JsonSmallDecimal(DecimalType type) : IJsonValue<long>
{
    private readonly JsonDecimal wide = new(type);

    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out long value)
    {
        var found = wide.TryRead(kind, text, out var read);
        value = (long)read;
        return found;
    }
}

/// <summary>A time in a string, or a number of seconds since 1970.</summary>
internal readonly struct JsonTimestamp(TimestampParser parser) : IJsonValue<long>
{
    private const long MicrosPerSecond = 1_000_000;

    private readonly TimestampParser parser = parser;

    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (kind == JsonKind.String)
            return parser.TryParse(text, out value);
        if (kind != JsonKind.Integer || !IntegerText.TryParse(text, out long seconds) || Math.BigMul(seconds, MicrosPerSecond, out value) != value >> 63)
            return false;
        return true;
    }
}

/// <summary>A value in a string.</summary>
internal readonly struct JsonStringOf<T, TParser>(TParser parser) : IJsonValue<T>
    where T : unmanaged
    where TParser : struct, ITextParser<T>
{
    private readonly TParser parser = parser;

    public bool TryRead(JsonKind kind, ReadOnlySpan<byte> text, out T value)
    {
        value = default;
        return kind == JsonKind.String && parser.TryParse(text, out value);
    }
}
