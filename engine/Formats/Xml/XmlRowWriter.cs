using System.Security;
using System.Text;
using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using Spindle.Formats.Records;
using Spindle.Formats.Rows;
using Spindle.Formats.Variants;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Xml;

/// <summary>Boxed structs as XML: an element a field, fields whose name has the attributes' prefix as attributes. One thread's.</summary>
public sealed class XmlRowWriter(StructType type, XmlOptions options, TimeZone zone)
{
    private readonly StringBuilder text = new();

    public string Write(ValueList<object?> row)
    {
        text.Clear();
        Struct(options.RowTag, row, type, 0);
        return text.ToString();
    }

    private void Struct(string name, ValueList<object?> fields, StructType shape, int depth)
    {
        Line(depth);
        text.Append('<').Append(name);
        for (var i = 0; i < shape.Fields.Count; i++)
            if (IsAttribute(shape.Fields[i]) && fields[i] is { } attribute)
                text.Append(' ').Append(shape.Fields[i].Name[options.AttributePrefix.Length..]).Append("=\"").Append(SecurityElement.Escape(Atom(attribute, shape.Fields[i].Type))).Append('"');
        var (open, own, elements) = (text.Length, false, false);
        text.Append('>');
        for (var i = 0; i < shape.Fields.Count; i++)
        {
            var field = shape.Fields[i];
            if (IsAttribute(field) || (fields[i] is null && (options.NullValue is null || field.Name == options.ValueTag)))
                continue;
            if (field.Name == options.ValueTag)
            {
                text.Append(Escaped(Atom(fields[i]!, field.Type)));
                own = true;
                continue;
            }

            var before = text.Length;
            Element(field.Name, fields[i], field.Type, depth + 1);
            elements |= text.Length > before;
        }

        if (!own && !elements)
        {
            text.Length = open;
            text.Append("/>");
            return;
        }

        if (elements)
            Line(depth);
        text.Append("</").Append(name).Append('>');
    }

    private void Element(string name, object? value, DataType shape, int depth)
    {
        switch (shape, value)
        {
            case (ArrayType array, ValueList<object?> items):
                foreach (var item in items)
                    if (array.Element is ArrayType)
                        Nested(name, item, array.Element, depth);
                    else
                        Element(name, item, array.Element, depth);
                break;
            case (MapType map, ValueList<KeyValuePair<object, object?>> entries):
                Struct(name, entries.Select(e => e.Value).ToValueList(), new StructType(entries.Select(e => new Field(Atom(e.Key, map.Key), map.Value)).ToValueList()), depth);
                break;
            case (StructType inner, ValueList<object?> fields):
                Struct(name, fields, inner, depth);
                break;
            case (_, null) when options.NullValue is null:
                break;
            default:
                Line(depth);
                text.Append('<').Append(name).Append('>').Append(Escaped(value is null ? options.NullValue! : Atom(value, shape))).Append("</").Append(name).Append('>');
                break;
        }
    }

    /// <summary>An array inside an array: an element of its own around its members.</summary>
    private void Nested(string name, object? items, DataType shape, int depth)
    {
        Line(depth);
        text.Append('<').Append(name).Append('>');
        Element(options.ArrayElementName, items, shape, depth + 1);
        Line(depth);
        text.Append("</").Append(name).Append('>');
    }

    private bool IsAttribute(Field field) => options.AttributePrefix.Length > 0 && field.Name != options.ValueTag && field.Name.Length > options.AttributePrefix.Length
        && field.Name.StartsWith(options.AttributePrefix, StringComparison.Ordinal) && field.Type is not (StructType or ArrayType or MapType);

    private string Atom(object value, DataType shape)
    {
        Span<byte> buffer = stackalloc byte[512];
        switch (shape)
        {
            case DateType when options.DateFormat!.Text != RecordDefaults.DatePattern:
                return Encoding.UTF8.GetString(buffer[..new DateFormatter(options.DateFormat).Format((int)value, buffer)]);
            case TimestampType:
                return Encoding.UTF8.GetString(buffer[..new TimestampFormatter(options.TimestampFormat!, zone).Format((long)value, buffer)]);
            case TimestampNtzType:
                return Encoding.UTF8.GetString(buffer[..new TimestampNtzFormatter(options.TimestampNtzFormat!).Format((long)value, buffer)]);
            case TimeType when options.TimeFormat is { } format:
                return Encoding.UTF8.GetString(buffer[..format.Format((long)value / TimeUnits.NanosPerMicro, 0, TimeZone.Utc, buffer)])["1970-01-01 ".Length..];
            case BinaryType:
                return CellText.Binary(((ByteString)value).Span, options.Binary);
            case VariantType:
                return VariantText.ToJson(((ByteString)value).Span, zone);
            default:
                return CellText.Format(value, shape, zone);
        }
    }

    private void Line(int depth)
    {
        if (options.Indent.Length == 0 || text.Length == 0)
            return;
        text.Append('\n');
        for (var i = 0; i < depth; i++)
            text.Append(options.Indent);
    }

    private static string Escaped(string value) => value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
