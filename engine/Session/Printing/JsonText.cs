using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spindle.Columnar.Types;
using Spindle.Formats.Rows;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Printing;

/// <summary>A row as a JSON object: numbers and truth values as they are, nested values nested, all else as text.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Of(StructType schema, IReadOnlyList<object?> values, TimeZone zone)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            Struct(json, values, schema, zone);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Struct(Utf8JsonWriter json, IReadOnlyList<object?> values, StructType schema, TimeZone zone)
    {
        json.WriteStartObject();
        for (var i = 0; i < values.Count; i++)
        {
            json.WritePropertyName(schema.Fields[i].Name);
            Value(json, values[i], schema.Fields[i].Type, zone);
        }

        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object? value, DataType type, TimeZone zone)
    {
        switch (value, type)
        {
            case (null, _):
                json.WriteNullValue();
                break;
            case (bool flag, _):
                json.WriteBooleanValue(flag);
                break;
            case (float or double, _) when !double.IsFinite(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)):
                json.WriteStringValue(CellText.Format(value, type, zone));
                break;
            case (_, NumericType):
                json.WriteRawValue(CellText.Format(value, type, zone), skipInputValidation: true);
                break;
            case (ValueList<object?> items, ArrayType array):
                json.WriteStartArray();
                foreach (var item in items)
                    Value(json, item, array.Element, zone);
                json.WriteEndArray();
                break;
            case (ValueList<object?> fields, StructType structs):
                Struct(json, fields, structs, zone);
                break;
            case (ValueList<KeyValuePair<object, object?>> entries, MapType map):
                json.WriteStartObject();
                foreach (var (key, item) in entries)
                {
                    json.WritePropertyName(CellText.Format(key, map.Key, zone));
                    Value(json, item, map.Value, zone);
                }

                json.WriteEndObject();
                break;
            case (ByteString bytes, BinaryType):
                json.WriteBase64StringValue(bytes.Span);
                break;
            default:
                json.WriteStringValue(CellText.Format(value, type, zone));
                break;
        }
    }
}
