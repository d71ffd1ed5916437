using Spindle.Columnar.Types;
using Spindle.Formats.Records;
using Spindle.Formats.Values;

namespace Spindle.Formats.Csv.Reading;

// Numbers are stricter here than in casts: no white space around them.

internal readonly struct ByteParser : ITextParser<sbyte>
{
    public bool TryParse(ReadOnlySpan<byte> text, out sbyte value)
    {
        value = 0;
        if (!CsvText.IsTight(text) || !IntegerText.TryParse(text, out long wide) || wide != (sbyte)wide)
            return false;
        value = (sbyte)wide;
        return true;
    }
}

internal readonly struct ShortParser : ITextParser<short>
{
    public bool TryParse(ReadOnlySpan<byte> text, out short value)
    {
        value = 0;
        if (!CsvText.IsTight(text) || !IntegerText.TryParse(text, out long wide) || wide != (short)wide)
            return false;
        value = (short)wide;
        return true;
    }
}

internal readonly struct IntParser : ITextParser<int>
{
    public bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return CsvText.IsTight(text) && IntegerText.TryParse(text, out value);
    }
}

internal readonly struct LongParser : ITextParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return CsvText.IsTight(text) && IntegerText.TryParse(text, out value);
    }
}

internal readonly struct DoubleParser(CsvOptions options) : ITextParser<double>
{
    private readonly byte[] nan = options.NanValue;
    private readonly byte[] positive = options.PositiveInfinity;
    private readonly byte[] negative = options.NegativeInfinity;

    public bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (CsvText.IsNumeric(text) && FloatText.TryParse(text, out value))
            return true;
        value = text.SequenceEqual(nan) ? double.NaN : text.SequenceEqual(positive) ? double.PositiveInfinity : double.NegativeInfinity;
        return !double.IsNegativeInfinity(value) || text.SequenceEqual(negative);
    }
}

internal readonly struct FloatParser(CsvOptions options) : ITextParser<float>
{
    private readonly DoubleParser wide = new(options);

    public bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (CsvText.IsNumeric(text) && FloatText.TryParse(text, out value))
            return true;
        var found = wide.TryParse(text, out var special);
        value = (float)special;
        return found;
    }
}

internal readonly struct DecimalParser(DecimalType type) : ITextParser<Int128>
{
    private readonly int precision = type.Precision;
    private readonly int scale = type.Scale;

    public bool TryParse(ReadOnlySpan<byte> text, out Int128 value) => CsvText.TryDecimal(text, precision, scale, out value);
}

internal readonly struct SmallDecimalParser(DecimalType type) : ITextParser<long>
{
    private readonly int precision = type.Precision;
    private readonly int scale = type.Scale;

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        var found = CsvText.TryDecimal(text, precision, scale, out var wide);
        value = (long)wide;
        return found;
    }
}
