using System.Text;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Printing;

/// <summary>A schema as a tree of lines.</summary>
internal static class SchemaTree
{
    /// <param name="depth">How deep fields inside fields are shown; null for all.</param>
    public static string Of(StructType schema, int? depth = null)
    {
        var text = new StringBuilder("root\n");
        foreach (var field in schema.Fields)
            Write(text, field.Name, field.Type, $"nullable = {Text(field.Nullable)}", " |", depth ?? int.MaxValue);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, DataType type, string note, string indent, int depth)
    {
        if (depth <= 0)
            return;
        text.Append(indent).Append("-- ").Append(name).Append(": ").Append(TypeName(type)).Append(" (").Append(note).Append(")\n");
        var inner = indent + "    |";
        switch (type)
        {
            case StructType fields:
                foreach (var field in fields.Fields)
                    Write(text, field.Name, field.Type, $"nullable = {Text(field.Nullable)}", inner, depth - 1);
                break;
            case ArrayType array:
                Write(text, "element", array.Element, $"containsNull = {Text(array.ContainsNull)}", inner, depth - 1);
                break;
            case MapType map:
                Write(text, "key", map.Key, "", inner, depth - 1);
                Write(text, "value", map.Value, $"valueContainsNull = {Text(map.ValueContainsNull)}", inner, depth - 1);
                break;
        }
    }

    private static string Text(bool flag) => flag ? "true" : "false";

    private static string TypeName(DataType type) => type switch
    {
        IntegerType => "integer",
        LongType => "long",
        ShortType => "short",
        ByteType => "byte",
        StructType => "struct",
        ArrayType => "array",
        MapType => "map",
        _ => type.Name,
    };
}
