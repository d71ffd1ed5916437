using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Spindle.Columnar.Time;
using Spindle.Formats.Json.Writing;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Variants;

/// <summary>Variants as JSON.</summary>
public static class VariantText
{
    private const int MaxAtomLength = 128;

    /// <param name="blob">A lane of a variant column.</param>
    /// <param name="zone">The zone that instants are shown in.</param>
    public static string ToJson(ReadOnlySpan<byte> blob, TimeZone zone)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(VariantValue.Of(blob), zone, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Appends the value as JSON, without white space; what JSON lacks stands in quotes.</summary>
    public static void Write(VariantValue value, TimeZone zone, IBufferWriter<byte> output)
    {
        switch (value.Kind)
        {
            case VariantKind.Object:
                for (var i = 0; i < value.Count; i++)
                {
                    output.Write(i == 0 ? "{"u8 : ","u8);
                    JsonEscapes.Write(value.Name(i), output);
                    output.Write(":"u8);
                    Write(value.Member(i), zone, output);
                }

                output.Write(value.Count == 0 ? "{}"u8 : "}"u8);
                break;
            case VariantKind.Array:
                for (var i = 0; i < value.Count; i++)
                {
                    output.Write(i == 0 ? "["u8 : ","u8);
                    Write(value.Member(i), zone, output);
                }

                output.Write(value.Count == 0 ? "[]"u8 : "]"u8);
                break;
            case VariantKind.String:
                JsonEscapes.Write(value.Bytes, output);
                break;
            case VariantKind.Null:
                output.Write("null"u8);
                break;
            default:
                WriteAtom(value, zone, output);
                break;
        }
    }

    private static void WriteAtom(VariantValue value, TimeZone zone, IBufferWriter<byte> output)
    {
        if (value.Kind == VariantKind.Binary)
        {
            var bytes = value.Bytes;
            output.Write("\""u8);
            Base64.EncodeToUtf8(bytes, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 1), out _, out var written);
            output.Advance(written);
            output.Write("\""u8);
            return;
        }

        Span<byte> text = stackalloc byte[MaxAtomLength];
        var length = Format(value, zone, text);
        var isQuoted = value.Kind is not (VariantKind.Boolean or VariantKind.Long or VariantKind.Decimal)
            && (value.Kind is not (VariantKind.Double or VariantKind.Float) || char.IsAsciiLetter((char)text[length - 1]));
        if (isQuoted)
            output.Write("\""u8);
        output.Write(text[..length]);
        if (isQuoted)
            output.Write("\""u8);
    }

    private static int Format(VariantValue value, TimeZone zone, Span<byte> text)
    {
        switch (value.Kind)
        {
            case VariantKind.Boolean:
                return BooleanText.Format(value.Boolean, text);
            case VariantKind.Long:
                return IntegerText.Format(value.Long, text);
            case VariantKind.Double:
                return FloatText.Format(value.Double, text);
            case VariantKind.Float:
                return FloatText.Format(value.Float, text);
            case VariantKind.Decimal:
                var unscaled = value.Decimal(out var scale);
                return DecimalText.Format(unscaled, scale, text);
            case VariantKind.Date:
                return DateText.Format((int)value.Long, text);
            case VariantKind.TimestampNtz:
                return TimestampText.Format(value.Long, text);
            case VariantKind.Time:
                return TimeText.Format(value.Long * TimeUnits.NanosPerMicro, text);
            case VariantKind.Timestamp:
                var length = TimestampText.Format(zone.ToLocal(value.Long), text);
                return length + FormatOffset(zone.OffsetSecondsAt(TimeUnits.FloorDiv(value.Long, TimeUnits.MicrosPerSecond)), text[length..]);
            default:
                return Encoding.UTF8.GetBytes(new Guid(value.Bytes, bigEndian: true).ToString(), text);
        }
    }

    private static int FormatOffset(int seconds, Span<byte> text)
    {
        var minutes = Math.Abs(seconds) / 60;
        text[0] = seconds < 0 ? (byte)'-' : (byte)'+';
        (text[1], text[2], text[3]) = ((byte)('0' + minutes / 600), (byte)('0' + minutes / 60 % 10), (byte)':');
        (text[4], text[5]) = ((byte)('0' + minutes % 60 / 10), (byte)('0' + minutes % 10));
        return 6;
    }
}
