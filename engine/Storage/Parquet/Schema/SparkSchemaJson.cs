using System.Text;
using System.Text.Json;
using Spindle.Columnar.Types;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>A schema as JSON in Spark's form, which files carry so that types survive which the format itself does not have (intervals, char and varchar).</summary>
public static class SparkSchemaJson
{
    /// <summary>The footer key under which Spark keeps a file's schema.</summary>
    public const string MetadataKey = "org.apache.spark.sql.parquet.row.metadata";

    private const string CharVarchar = "__CHAR_VARCHAR_TYPE_STRING";

    public static string Write(StructType schema)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteType(json, schema);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The schema that the text says, or null where it is not in this form.</summary>
    public static StructType? TryRead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
            return ReadType(document.RootElement) as StructType;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            return null;
        }
    }

    private static void WriteType(Utf8JsonWriter json, DataType type)
    {
        switch (type)
        {
            case StructType structs:
                json.WriteStartObject();
                json.WriteString("type", "struct");
                json.WriteStartArray("fields");
                foreach (var field in structs.Fields)
                    WriteField(json, field);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case ArrayType array:
                json.WriteStartObject();
                json.WriteString("type", "array");
                json.WritePropertyName("elementType");
                WriteType(json, array.Element);
                json.WriteBoolean("containsNull", array.ContainsNull);
                json.WriteEndObject();
                break;
            case MapType map:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("keyType");
                WriteType(json, map.Key);
                json.WritePropertyName("valueType");
                WriteType(json, map.Value);
                json.WriteBoolean("valueContainsNull", map.ValueContainsNull);
                json.WriteEndObject();
                break;
            case UserDefinedType user:
                WriteType(json, user.Storage);
                break;
            default:
                json.WriteStringValue(NameOf(type));
                break;
        }
    }

    private static void WriteField(Utf8JsonWriter json, Field field)
    {
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WritePropertyName("type");
        WriteType(json, field.Type);
        json.WriteBoolean("nullable", field.Nullable);
        json.WriteStartObject("metadata");
        if (field.Comment is not null)
            json.WriteString("comment", field.Comment);
        if (field.Type is CharType or VarcharType)
            json.WriteString(CharVarchar, field.Type.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string NameOf(DataType type) => type switch
    {
        ByteType => "byte",
        ShortType => "short",
        IntegerType => "integer",
        LongType => "long",
        StringType or CharType or VarcharType => "string",
        _ => type.Name,
    };

    private static DataType? ReadType(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            return Named(json.GetString()!);
        return json.GetProperty("type").GetString() switch
        {
            "struct" => new StructType(json.GetProperty("fields").EnumerateArray().Select(ReadField).ToValueList()),
            "array" => new ArrayType(Required(json, "elementType"), json.GetProperty("containsNull").GetBoolean()),
            "map" => new MapType(Required(json, "keyType"), Required(json, "valueType"), json.GetProperty("valueContainsNull").GetBoolean()),
            "udt" => Required(json, "sqlType"),
            _ => null,
        };
    }

    private static DataType Required(JsonElement json, string member) =>
        ReadType(json.GetProperty(member)) ?? throw new FormatException($"{member} is not a type");

    private static Field ReadField(JsonElement json)
    {
        var type = Required(json, "type");
        string? comment = null;
        if (json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            if (metadata.TryGetProperty("comment", out var text) && text.ValueKind == JsonValueKind.String)
                comment = text.GetString();
            if (metadata.TryGetProperty(CharVarchar, out var narrow) && narrow.ValueKind == JsonValueKind.String)
                type = Named(narrow.GetString()!) ?? type;
        }

        return new Field(json.GetProperty("name").GetString()!, type, json.GetProperty("nullable").GetBoolean(), comment);
    }

    private static DataType? Named(string name)
    {
        if (name.StartsWith("decimal(", StringComparison.Ordinal))
        {
            var parts = Arguments(name).Split(',');
            return new DecimalType(Number(parts[0]), parts.Length == 2 ? Number(parts[1]) : 0);
        }

        if (name.StartsWith("char(", StringComparison.Ordinal))
            return new CharType(Number(Arguments(name)));
        if (name.StartsWith("varchar(", StringComparison.Ordinal))
            return new VarcharType(Number(Arguments(name)));
        if (name.StartsWith("time(", StringComparison.Ordinal))
            return new TimeType(Number(Arguments(name)));
        if (name.StartsWith("interval ", StringComparison.Ordinal))
            return Interval(name["interval ".Length..]);
        return name switch
        {
            "void" or "null" => DataType.Null,
            "boolean" => DataType.Boolean,
            "byte" or "tinyint" => DataType.Byte,
            "short" or "smallint" => DataType.Short,
            "integer" or "int" => DataType.Int,
            "long" or "bigint" => DataType.Long,
            "float" => DataType.Float,
            "double" => DataType.Double,
            "string" => DataType.String,
            "binary" => DataType.Binary,
            "date" => DataType.Date,
            "timestamp" => DataType.Timestamp,
            "timestamp_ntz" => DataType.TimestampNtz,
            "interval" => DataType.CalendarInterval,
            "variant" => DataType.Variant,
            "decimal" => new DecimalType(10, 0),
            _ => null,
        };
    }

    private static DataType? Interval(string fields)
    {
        var parts = fields.Split(" to ");
        var (start, end) = (parts[0], parts[^1]);
        if (Enum.TryParse<YearMonthField>(start, true, out var firstMonth) && Enum.TryParse<YearMonthField>(end, true, out var lastMonth))
            return new YearMonthIntervalType(firstMonth, lastMonth);
        if (Enum.TryParse<DayTimeField>(start, true, out var first) && Enum.TryParse<DayTimeField>(end, true, out var last))
            return new DayTimeIntervalType(first, last);
        return null;
    }

    private static string Arguments(string name) =>
        name.EndsWith(')') ? name[(name.IndexOf('(') + 1)..^1] : throw new FormatException($"{name} is not a type");

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
