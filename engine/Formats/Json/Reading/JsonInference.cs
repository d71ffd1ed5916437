using System.Buffers;
using System.Text;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Formats.Records;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Reading;

/// <summary>The types that single values suggest.</summary>
internal sealed class JsonInference(JsonOptions options, TimeZone zone)
{
    private readonly TimestampParser timestamps = new(options.TimestampFormat, zone);
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> names =
        new Dictionary<byte[], string>(new BytesComparer()).GetAlternateLookup<ReadOnlySpan<byte>>();

    public DataType TypeOf(JsonKind kind, ReadOnlySpan<byte> text)
    {
        switch (kind)
        {
            case JsonKind.String or JsonKind.EscapedString:
                if (text.IsEmpty)
                    return DataType.Null;
                if (options.PrefersDecimal && Decimal(text) is { } dec)
                    return dec;
                return options.InferTimestamp && timestamps.TryParse(text, out _) ? DataType.Timestamp : DataType.String;
            case var _ when options.PrimitivesAsString:
                return DataType.String;
            case JsonKind.True or JsonKind.False:
                return DataType.Boolean;
            case JsonKind.Integer:
                return IntegerText.TryParse(text, out long _) ? DataType.Long : Decimal(text) ?? (DataType)DataType.Double;
            case JsonKind.Fraction when options.PrefersDecimal:
                return Decimal(text) ?? (DataType)DataType.Double;
            default:
                return DataType.Double;
        }
    }

    /// <summary>A field's name; equal names are one string.</summary>
    public string NameOf(JsonSource source, in JsonToken token)
    {
        var text = source.Text(token);
        if (token.Kind != JsonKind.EscapedString)
            return Known(text);
        var plain = ArrayPool<byte>.Shared.Rent(text.Length);
        var name = Known(plain.AsSpan(0, JsonText.Unescape(text, plain)));
        ArrayPool<byte>.Shared.Return(plain);
        return name;
    }

    private string Known(ReadOnlySpan<byte> text)
    {
        if (!names.TryGetValue(text, out var name))
            names[text] = name = Encoding.UTF8.GetString(text);
        return name;
    }

    private static DecimalType? Decimal(ReadOnlySpan<byte> text)
    {
        if (!DecimalText.TryParseExact(text, out var unscaled, out var scale))
            return null;
        var digits = Math.Max(PowersOfTen.Digits(unscaled), 1);
        if (scale < 0)
            (digits, scale) = (digits - scale, 0);
        var precision = Math.Max(digits, scale);
        return precision <= DecimalType.MaxPrecision ? new DecimalType(precision, scale) : null;
    }
}
