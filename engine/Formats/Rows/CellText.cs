using System.Text;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Formats.Variants;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Rows;

/// <summary>How values are written for people and for comparison.</summary>
public enum CellStyle : byte
{
    /// <summary>As a cast to STRING writes them and <c>Show</c> prints them: <c>[1, NULL]</c>, <c>{a -> 1}</c>, <c>{1, x}</c>.</summary>
    Cast,

    /// <summary>As Hive's command line and the reference data write them: <c>[1,null]</c>, <c>{"a":1}</c>, <c>{"x":1}</c>, strings quoted inside.</summary>
    Hive,
}

/// <summary>How Hive's form shows binary (<c>spark.sql.binaryOutputStyle</c>).</summary>
public enum BinaryStyle : byte
{
    /// <summary><c>4142</c></summary>
    Hex,

    /// <summary><c>AB</c></summary>
    Utf8,

    /// <summary><c>[65, 66]</c>, with signs.</summary>
    Basic,

    /// <summary><c>QUI</c>, without padding.</summary>
    Base64,

    /// <summary><c>[41 42]</c></summary>
    HexDiscrete,
}

/// <summary>Which calendar dates are shown in.</summary>
public enum CellCalendar : byte
{
    /// <summary>The Gregorian one for all times, years before 1 with a sign.</summary>
    Proleptic,

    /// <summary>
    /// As <c>java.sql.Date</c> and <c>Timestamp</c> show them, which Spark answers with by default (<c>spark.sql.datetime.java8API.enabled</c>): the days that 1582 left out are its 15th of
    /// October, years before 1 are counted backwards without a sign. Local timestamps have no such class and are proleptic.
    /// </summary>
    Hybrid,
}

/// <summary>Boxed values (as <see cref="VectorReader"/> reads them) as text, nested ones included.</summary>
public static class CellText
{
    /// <param name="value">The value; null gives <c>NULL</c> (inside Hive's nested values <c>null</c>).</param>
    /// <param name="zone">The zone that timestamps are shown in.</param>
    public static string Format(object? value, DataType type, TimeZone zone, CellStyle style = CellStyle.Cast, BinaryStyle binary = BinaryStyle.Hex,
        CellCalendar calendar = CellCalendar.Proleptic)
    {
        var text = new StringBuilder();
        new Writer(zone, style, binary, calendar).Write(text, value, type, nested: false);
        return text.ToString();
    }

    /// <summary>Binary in one of its styles.</summary>
    public static string Binary(ReadOnlySpan<byte> bytes, BinaryStyle style) => style switch
    {
        BinaryStyle.Utf8 => Encoding.UTF8.GetString(bytes),
        BinaryStyle.Basic => $"[{string.Join(", ", bytes.ToArray().Select(b => (sbyte)b))}]",
        BinaryStyle.Base64 => Convert.ToBase64String(bytes).TrimEnd('='),
        BinaryStyle.HexDiscrete => $"[{string.Join(' ', bytes.ToArray().Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)))}]",
        _ => Convert.ToHexString(bytes),
    };

    private readonly struct Writer(TimeZone zone, CellStyle style, BinaryStyle binary, CellCalendar calendar)
    {
        public void Write(StringBuilder text, object? value, DataType type, bool nested)
        {
            switch (value, type)
            {
                case (null, _):
                    text.Append(nested && style == CellStyle.Hive ? "null" : "NULL");
                    break;
                case (ValueList<object?> items, ArrayType array):
                    WriteArray(text, items, array);
                    break;
                case (ValueList<KeyValuePair<object, object?>> entries, MapType map):
                    WriteMap(text, entries, map);
                    break;
                case (ValueList<object?> fields, StructType structs):
                    WriteStruct(text, fields, structs);
                    break;
                case (ByteString blob, VariantType):
                    text.Append(VariantText.ToJson(blob.Span, zone));
                    break;
                case (ByteString bytes, BinaryType) when style == CellStyle.Hive:
                    text.Append(Binary(bytes.Span, binary));
                    break;
                case (ByteString bytes, _) when nested && style == CellStyle.Hive:
                    text.Append('"').Append(bytes.ToString()).Append('"');
                    break;
                case (ByteString bytes, _):
                    text.Append(bytes.ToString());
                    break;
                default:
                    text.Append(Atomic(value!, type));
                    break;
            }
        }

        private string Atomic(object value, DataType type)
        {
            Span<byte> buffer = stackalloc byte[512];
            var length = (value, type) switch
            {
                (bool b, _) => BooleanText.Format(b, buffer),
                (sbyte i, _) => IntegerText.Format(i, buffer),
                (short i, _) => IntegerText.Format(i, buffer),
                (int days, DateType) when calendar == CellCalendar.Hybrid => HybridDateText.Format(days, buffer),
                (long micros, TimestampType) when calendar == CellCalendar.Hybrid => HybridDateText.Format(zone.ToLocal(micros), buffer),
                (int days, DateType) => DateText.Format(days, buffer),
                (int months, YearMonthIntervalType) when style == CellStyle.Hive => YearMonthIntervalText.FormatHive(months, buffer),
                (int months, YearMonthIntervalType interval) => YearMonthIntervalText.Format(months, interval, buffer),
                (int i, _) => IntegerText.Format(i, buffer),
                (long micros, TimestampType) => TimestampText.Format(zone.ToLocal(micros), buffer),
                (long micros, TimestampNtzType) => TimestampText.Format(micros, buffer),
                (long nanos, TimeType) => TimeText.Format(nanos, buffer),
                (long micros, DayTimeIntervalType) when style == CellStyle.Hive => DayTimeIntervalText.FormatHive(micros, buffer),
                (long micros, DayTimeIntervalType interval) => DayTimeIntervalText.Format(micros, interval, buffer),
                (long i, _) => IntegerText.Format(i, buffer),
                (Int128 unscaled, DecimalType d) => DecimalText.Format(unscaled, d.Scale, buffer),
                (float f, _) => FloatText.Format(f, buffer),
                (double d, _) => FloatText.Format(d, buffer),
                (CalendarInterval interval, _) => CalendarIntervalText.Format(interval, buffer),
                _ => throw new System.Diagnostics.UnreachableException($"{value.GetType().Name} as {type}"),
            };
            return Encoding.UTF8.GetString(buffer[..length]);
        }

        private void WriteArray(StringBuilder text, ValueList<object?> items, ArrayType type)
        {
            text.Append('[');
            for (var i = 0; i < items.Count; i++)
            {
                text.Append(i == 0 ? "" : style == CellStyle.Hive ? "," : ", ");
                Write(text, items[i], type.Element, nested: true);
            }

            text.Append(']');
        }

        private void WriteMap(StringBuilder text, ValueList<KeyValuePair<object, object?>> entries, MapType type)
        {
            if (style == CellStyle.Hive)
            {
                WriteSortedMap(text, entries, type);
                return;
            }

            text.Append('{');
            for (var i = 0; i < entries.Count; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                Write(text, entries[i].Key, type.Key, nested: true);
                text.Append(" -> ");
                Write(text, entries[i].Value, type.Value, nested: true);
            }

            text.Append('}');
        }

        // Hive's form has the entries in the order of their texts.
        private void WriteSortedMap(StringBuilder text, ValueList<KeyValuePair<object, object?>> entries, MapType type)
        {
            var texts = new List<string>(entries.Count);
            foreach (var (key, value) in entries)
            {
                var entry = new StringBuilder();
                Write(entry, key, type.Key, nested: true);
                entry.Append(':');
                Write(entry, value, type.Value, nested: true);
                texts.Add(entry.ToString());
            }

            texts.Sort(StringComparer.Ordinal);
            text.Append('{').AppendJoin(',', texts).Append('}');
        }

        private void WriteStruct(StringBuilder text, ValueList<object?> fields, StructType type)
        {
            text.Append('{');
            for (var i = 0; i < fields.Count; i++)
            {
                text.Append(i == 0 ? "" : style == CellStyle.Hive ? "," : ", ");
                if (style == CellStyle.Hive)
                    text.Append('"').Append(type.Fields[i].Name).Append("\":");
                Write(text, fields[i], type.Fields[i].Type, nested: true);
            }

            text.Append('}');
        }
    }
}
