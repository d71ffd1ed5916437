using Spindle.Columnar.Types;

namespace Spindle.Analysis.Plans;

/// <summary>Queries see <c>char(n)</c> and <c>varchar(n)</c> columns as text; their lengths matter where values are stored.</summary>
internal static class TextColumns
{
    public static DataType AsText(DataType type) => type switch
    {
        CharType or VarcharType => DataType.String,
        ArrayType array => array with { Element = AsText(array.Element) },
        MapType map => map with { Key = AsText(map.Key), Value = AsText(map.Value) },
        StructType fields => new StructType(fields.Fields.Select(f => f with { Type = AsText(f.Type) }).ToValueList()),
        _ => type,
    };
}
