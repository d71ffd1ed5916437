using System.Text;
using System.Xml.Linq;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Formats.Records;
using Spindle.Formats.Rows;
using Spindle.Formats.Values;
using Spindle.Formats.Variants;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Xml;

/// <summary>Makes boxed values of elements, as a schema asks. A value that does not fit leaves its place empty and marks the record.</summary>
internal sealed class XmlValues(XmlOptions options, TimeZone zone)
{
    private static readonly object Misfit = new();

    /// <summary>True once a value of the record did not fit.</summary>
    public bool HasMisfit { get; set; }

    /// <summary>The fields of a struct: attributes, elements by name (in any case), the element's own text. Elements of one name are one array; of a field that is none the last counts.</summary>
    public ValueList<object?> Struct(XElement element, StructType type)
    {
        var values = new object?[type.Fields.Count];
        var lists = new List<object?>?[type.Fields.Count];
        foreach (var attribute in XmlText.Attributes(element, options))
            if (Find(type, XmlText.NameOf(attribute, options)) is >= 0 and var field)
                Put(values, field, Text(attribute.Value, type.Fields[field].Type));
        foreach (var child in element.Elements())
        {
            if (Find(type, XmlText.NameOf(child, options)) is not (>= 0 and var field))
                continue;
            if (type.Fields[field].Type is ArrayType array)
            {
                if (Value(child, array.Element) is var item && !ReferenceEquals(item, Misfit))
                    (lists[field] ??= []).Add(item);
            }
            else
            {
                Put(values, field, Value(child, type.Fields[field].Type));
            }
        }

        if (Find(type, options.ValueTag) is >= 0 and var own && XmlText.OwnText(element, options) is { Length: > 0 } text)
            Put(values, own, type.Fields[own].Type is ArrayType texts ? ValueList.Create<object?>([Text(text, texts.Element)]) : Text(text, type.Fields[own].Type));
        for (var i = 0; i < values.Length; i++)
            if (lists[i] is { } items)
                values[i] = items.ToValueList();
        return ValueList.Create<object?>(values);
    }

    /// <summary>A value of an element; <see cref="Misfit"/> where it does not fit.</summary>
    public object? Value(XElement element, DataType type)
    {
        switch (type)
        {
            case StructType fields:
                return element.HasElements || XmlText.Attributes(element, options).Any() || element.Value.Length > 0 ? Struct(element, fields) : null;
            case MapType map:
                return Map(element, map);
            case ArrayType array:
                return Value(element, array.Element) is var item && ReferenceEquals(item, Misfit) ? Misfit : ValueList.Create<object?>([item]);
            case StringType or CharType or VarcharType when element.HasElements:
                return ByteString.Of(string.Concat(element.Nodes().Select(n => n.ToString(SaveOptions.DisableFormatting))));
            default:
                if (element.HasElements)
                {
                    HasMisfit = true;
                    return Misfit;
                }

                var text = options.IgnoreSurroundingSpaces ? element.Value.Trim() : element.Value;
                return text.Length == 0 && type is StringType ? ByteString.Of("") : Text(text, type);
        }
    }

    private ValueList<KeyValuePair<object, object?>> Map(XElement element, MapType type)
    {
        var entries = new List<KeyValuePair<object, object?>>();
        foreach (var attribute in XmlText.Attributes(element, options))
            Add(XmlText.NameOf(attribute, options), Text(attribute.Value, type.Value));
        foreach (var child in element.Elements())
            Add(XmlText.NameOf(child, options), Value(child, type.Value));
        if (XmlText.OwnText(element, options) is { Length: > 0 } own && entries.Count > 0 && !element.HasElements)
            Add(options.ValueTag, Text(own, type.Value));
        return entries.ToValueList();

        void Add(string name, object? value)
        {
            var key = ByteString.Of(name);
            entries.RemoveAll(e => e.Key.Equals(key));
            if (!ReferenceEquals(value, Misfit))
                entries.Add(new KeyValuePair<object, object?>(key, value));
        }
    }

    private static void Put(object?[] values, int field, object? value)
    {
        if (!ReferenceEquals(value, Misfit))
            values[field] = value;
    }

    private static int Find(StructType type, string name)
    {
        for (var i = 0; i < type.Fields.Count; i++)
            if (string.Equals(type.Fields[i].Name, name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }

    /// <summary>An atomic value of its text; null for empty text and for what stands for null.</summary>
    private object? Text(string text, DataType type)
    {
        if (text == options.NullValue || (text.Length == 0 && type is not StringType))
            return null;
        if (type is StringType or CharType or VarcharType)
            return ByteString.Of(text);
        if (Atom(Encoding.UTF8.GetBytes(text), type) is { } value)
            return value;
        HasMisfit = true;
        return Misfit;
    }

    private object? Atom(ReadOnlySpan<byte> text, DataType type)
    {
        switch (type)
        {
            case BooleanType:
                return BooleanText.TryParse(text, out var truth) ? truth : null;
            case ByteType:
                return IntegerText.TryParse(text, out long tiny) && tiny == (sbyte)tiny ? (sbyte)tiny : null;
            case ShortType:
                return IntegerText.TryParse(text, out long small) && small == (short)small ? (short)small : null;
            case IntegerType:
                return IntegerText.TryParse(text, out int whole) ? whole : null;
            case LongType:
                return IntegerText.TryParse(text, out long wide) ? wide : null;
            case FloatType:
                return FloatText.TryParse(text, out float single) ? single : null;
            case DoubleType:
                return FloatText.TryParse(text, out double fraction) ? fraction : null;
            case DecimalType shape:
                return DecimalText.TryParse(text, shape.Precision, shape.Scale, out var unscaled) == DecimalParse.Ok ? unscaled : null;
            case DateType:
                return new DateParser(options.DateFormat).TryParse(text, out var days) ? days : null;
            case TimestampType:
                return new TimestampParser(options.TimestampFormat, zone).TryParse(text, out var instant) ? instant : null;
            case TimestampNtzType:
                return new TimestampNtzParser(options.TimestampNtzFormat).TryParse(text, out var local) ? local : null;
            case TimeType:
                return Time(text);
            case YearMonthIntervalType interval:
                return YearMonthIntervalText.TryParse(text, interval, out var months) ? months : null;
            case DayTimeIntervalType interval:
                return DayTimeIntervalText.TryParse(text, interval, out var micros) ? micros : null;
            case BinaryType:
                return Binary(Encoding.UTF8.GetString(text));
            case VariantType:
                return Variant(text);
            default:
                throw RecordErrors.Unsupported("XML", new Field("value", type));
        }
    }

    /// <summary>Bytes in the style that the writer gives them; other text is its own bytes.</summary>
    private object Binary(string text)
    {
        try
        {
            return ByteString.Of(options.Binary switch
            {
                BinaryStyle.Hex => Convert.FromHexString(text),
                BinaryStyle.Base64 => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')),
                BinaryStyle.HexDiscrete => [.. Listed(text, ' ').Select(b => Convert.ToByte(b, 16))],
                BinaryStyle.Basic => [.. Listed(text, ',').Select(b => (byte)sbyte.Parse(b.Trim(), System.Globalization.CultureInfo.InvariantCulture))],
                _ => Encoding.UTF8.GetBytes(text),
            });
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            return ByteString.Of(text);
        }
    }

    private static string[] Listed(string text, char separator) => text.StartsWith('[') && text.EndsWith(']') ? text[1..^1].Split(separator, StringSplitOptions.RemoveEmptyEntries)
        : throw new FormatException("not a list of bytes");

    private object? Time(ReadOnlySpan<byte> text)
    {
        if (options.TimeFormat is null)
            return TimeText.TryParse(text, out var nanos) ? nanos : null;
        byte[] dated = [.. "1970-01-01 "u8, .. text];
        return options.TimeFormat.TryParse(dated, out var micros, out _) ? micros * TimeUnits.NanosPerMicro : null;
    }

    private static object Variant(ReadOnlySpan<byte> text)
    {
        var builder = new VariantBuilder();
        if (IntegerText.TryParse(text, out long whole))
            builder.Append(whole);
        else if (BooleanText.TryParse(text, out var truth))
            builder.Append(truth);
        else
            builder.AppendText(text);
        return new ByteString(builder.Build());
    }
}
