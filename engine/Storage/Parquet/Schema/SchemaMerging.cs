using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>One schema for files that have different columns: all of them, in the order in which they are met.</summary>
internal static class SchemaMerging
{
    /// <exception cref="SpindleException">CANNOT_MERGE_SCHEMAS</exception>
    public static StructType Merge(StructType left, StructType right)
    {
        var fields = left.Fields.ToList();
        foreach (var field in right.Fields)
        {
            var at = fields.FindIndex(f => f.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                fields.Add(field);
            else
                fields[at] = fields[at] with { Type = Merge(fields[at].Type, field.Type) ?? throw Failed(left, right, field.Name), Nullable = fields[at].Nullable || field.Nullable };
        }

        return new StructType(fields.ToValueList());
    }

    private static DataType? Merge(DataType left, DataType right) => (left, right) switch
    {
        _ when left == right => left,
        (StructType a, StructType b) => Merge(a, b),
        (ArrayType a, ArrayType b) => Merge(a.Element, b.Element) is { } element ? new ArrayType(element, a.ContainsNull || b.ContainsNull) : null,
        (MapType a, MapType b) => Merge(a.Key, b.Key) is { } key && Merge(a.Value, b.Value) is { } value ? new MapType(key, value, a.ValueContainsNull || b.ValueContainsNull) : null,
        (DecimalType a, DecimalType b) when a.Scale == b.Scale => new DecimalType(Math.Max(a.Precision, b.Precision), a.Scale),
        _ => null,
    };

    private static SpindleException Failed(StructType left, StructType right, string column) => new(
        StorageErrors.CannotMergeSchemas, $"column {column} has different types in the files of the table: {left.Name} and {right.Name}",
        parameters: new Dictionary<string, string> { ["left"] = left.Name, ["right"] = right.Name });
}
