using System.Buffers;
using System.Diagnostics;
using System.Text;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Formats.Variants;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Casts;

/// <summary>Values as the text that a cast to string gives: <c>[1, null]</c>, <c>{a -> 1}</c>, <c>INTERVAL '1' DAY</c>.</summary>
public static unsafe class LaneText
{
    private const int MaxAtomLength = 128;

    /// <summary>A lane's text, for messages and tests; <c>NULL</c> for null.</summary>
    public static string Of(Vector vector, int lane, TimeZone? zone = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        if (vector.IsNull(lane))
            return "NULL";
        Write(vector, lane, zone ?? TimeZone.Utc, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Appends a lane's text; <c>null</c> for a null inside a nested value.</summary>
    /// <param name="vector">Any type and form.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="zone">In which instants are shown.</param>
    /// <param name="target">Where the UTF-8 goes.</param>
    /// <param name="plainDecimals">False where small decimals have an exponent, as with ANSI off.</param>
    public static void Write(Vector vector, int lane, TimeZone zone, IBufferWriter<byte> target, bool plainDecimals = true)
    {
        switch (vector)
        {
            case ConstantVector constant:
                Write(constant.Value, 0, zone, target, plainDecimals);
                return;
            case DictionaryVector dictionary:
                Write(dictionary.Dictionary, dictionary.Indices[lane], zone, target, plainDecimals);
                return;
            case RunVector run:
                Write(run.Values, run.RunOf(lane), zone, target, plainDecimals);
                return;
        }
        if (vector.IsNull(lane))
        {
            target.Write("null"u8);
            return;
        }
        switch (vector)
        {
            case FlatVector { Type: VariantType } variants:
                VariantText.Write(VariantValue.Of(BytesView.Span((BytesView*)variants.Values + lane)), zone, target);
                break;
            case FlatVector { Physical: PhysicalType.Bytes } flat:
                target.Write(BytesView.Span((BytesView*)flat.Values + lane));
                break;
            case FlatVector flat:
                var span = target.GetSpan(MaxAtomLength);
                target.Advance(Atom(flat, lane, zone, span, plainDecimals));
                break;
            case ListVector { Type: MapType } map:
                Map(map, lane, zone, target, plainDecimals);
                break;
            case ListVector list:
                List(list, lane, zone, target, plainDecimals);
                break;
            case StructVector structs:
                Struct(structs, lane, zone, target, plainDecimals);
                break;
            default:
                throw new UnreachableException(vector.ToString());
        }
    }

    /// <summary>Formats one atomic value that is not text.</summary>
    private static int Atom(FlatVector flat, int lane, TimeZone zone, Span<byte> target, bool plainDecimals)
    {
        switch (flat.Type)
        {
            case BooleanType:
                return BooleanText.Format(Bits.Get(flat.Values, lane), target);
            case DecimalType type:
                var value = new DecimalOperand(flat)[lane];
                return plainDecimals ? DecimalText.Format(value, type.Scale, target) : DecimalText.FormatScientific(value, type.Scale, target);
            case FloatType:
                return FloatText.Format(((float*)flat.Values)[lane], target);
            case DoubleType:
                return FloatText.Format(((double*)flat.Values)[lane], target);
            case DateType:
                return DateText.Format(((int*)flat.Values)[lane], target);
            case TimestampType:
                return TimestampText.Format(zone.ToLocal(((long*)flat.Values)[lane]), target);
            case TimestampNtzType:
                return TimestampText.Format(((long*)flat.Values)[lane], target);
            case TimeType:
                return TimeText.Format(((long*)flat.Values)[lane], target);
            case YearMonthIntervalType type:
                return YearMonthIntervalText.Format(((int*)flat.Values)[lane], type, target);
            case DayTimeIntervalType type:
                return DayTimeIntervalText.Format(((long*)flat.Values)[lane], type, target);
            case CalendarIntervalType:
                return CalendarIntervalText.Format(((CalendarInterval*)flat.Values)[lane], target);
            default:
                return IntegerText.Format(flat.Physical switch
                {
                    PhysicalType.Int8 => ((sbyte*)flat.Values)[lane],
                    PhysicalType.Int16 => ((short*)flat.Values)[lane],
                    PhysicalType.Int32 => ((int*)flat.Values)[lane],
                    PhysicalType.Int64 => ((long*)flat.Values)[lane],
                    _ => throw new UnreachableException($"{flat.Type} has no text"),
                }, target);
        }
    }

    private static void List(ListVector list, int lane, TimeZone zone, IBufferWriter<byte> target, bool plainDecimals)
    {
        target.Write("["u8);
        for (var i = 0; i < list.Sizes[lane]; i++)
        {
            if (i > 0)
                target.Write(", "u8);
            Write(list.Elements, list.Offsets[lane] + i, zone, target, plainDecimals);
        }
        target.Write("]"u8);
    }

    private static void Map(ListVector map, int lane, TimeZone zone, IBufferWriter<byte> target, bool plainDecimals)
    {
        var entries = (StructVector)map.Elements;
        target.Write("{"u8);
        for (var i = 0; i < map.Sizes[lane]; i++)
        {
            if (i > 0)
                target.Write(", "u8);
            Write(entries.Children[0], map.Offsets[lane] + i, zone, target, plainDecimals);
            target.Write(" ->"u8);
            target.Write(" "u8);
            Write(entries.Children[1], map.Offsets[lane] + i, zone, target, plainDecimals);
        }
        target.Write("}"u8);
    }

    private static void Struct(StructVector structs, int lane, TimeZone zone, IBufferWriter<byte> target, bool plainDecimals)
    {
        target.Write("{"u8);
        for (var i = 0; i < structs.Children.Length; i++)
        {
            if (i > 0)
                target.Write(", "u8);
            Write(structs.Children[i], lane, zone, target, plainDecimals);
        }
        target.Write("}"u8);
    }
}
