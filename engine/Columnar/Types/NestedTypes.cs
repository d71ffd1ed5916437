using System.Text;

namespace Spindle.Columnar.Types;

public sealed record ArrayType(DataType Element, bool ContainsNull = true) : DataType
{
    public override string Name => $"array<{Element.Name}>";
    public override string Sql => $"ARRAY<{Element.Sql}>";
    public override PhysicalType Physical => PhysicalType.List;
}

/// <summary>Held as a list of <see cref="Entries"/> structs.</summary>
public sealed record MapType(DataType Key, DataType Value, bool ValueContainsNull = true) : DataType
{
    public override string Name => $"map<{Key.Name},{Value.Name}>";
    public override string Sql => $"MAP<{Key.Sql}, {Value.Sql}>";
    public override PhysicalType Physical => PhysicalType.List;

    /// <summary>The struct of key and value that a map is a list of.</summary>
    public StructType Entries => new([new Field("key", Key, false), new Field("value", Value, ValueContainsNull)]);
}

/// <summary>One named column of a struct or a table.</summary>
/// <param name="Comment">Free text shown by DESCRIBE; null when there is none.</param>
public sealed record Field(string Name, DataType Type, bool Nullable = true, string? Comment = null);

/// <summary>Named fields in order; also the schema of a table or a record batch.</summary>
public sealed record StructType(ValueList<Field> Fields) : DataType
{
    public static readonly StructType Empty = new(ValueList<Field>.Empty);

    public override string Name
    {
        get
        {
            var text = new StringBuilder("struct<");
            for (var i = 0; i < Fields.Count; i++)
                text.Append(i == 0 ? "" : ",").Append(Fields[i].Name).Append(':').Append(Fields[i].Type.Name);
            return text.Append('>').ToString();
        }
    }

    public override string Sql => $"STRUCT<{string.Join(", ", Fields.Select(f => $"{Quoted(f.Name)}: {f.Type.Sql}{(f.Nullable ? "" : " NOT NULL")}"))}>";

    public override PhysicalType Physical => PhysicalType.Struct;

    /// <summary>A name as SQL takes it: in backticks unless it is of letters, digits and underscores and no number.</summary>
    public static string Quoted(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !name.All(char.IsAsciiDigit)
        ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>The position of the field of that exact name, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
            if (Fields[i].Name == name)
                return i;
        return -1;
    }
}
