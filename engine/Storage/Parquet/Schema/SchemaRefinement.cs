using Spindle.Columnar.Types;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>Combines what a file's own annotations say with the schema that its writer left beside them, which knows types that the format lacks.</summary>
internal static class SchemaRefinement
{
    /// <summary>The written type where the stored one can hold it, else the stored type.</summary>
    public static DataType Refine(DataType stored, DataType written) => (stored, written) switch
    {
        (IntegerType, YearMonthIntervalType) => written,
        (LongType, DayTimeIntervalType) => written,
        (StringType, CharType or VarcharType or StringType) => written,
        (BinaryType, StringType) => written,
        (TimeType, TimeType) => written,
        (TimestampType, TimestampNtzType) or (TimestampNtzType, TimestampType) => stored,
        (ArrayType a, ArrayType b) => new ArrayType(Refine(a.Element, b.Element)),
        (MapType a, MapType b) => new MapType(Refine(a.Key, b.Key), Refine(a.Value, b.Value)),
        (StructType a, StructType b) => Refine(a, b),
        _ => stored,
    };

    public static StructType Refine(StructType stored, StructType written) => new(stored.Fields.Select(f =>
        written.IndexOf(f.Name) is >= 0 and var at ? f with { Type = Refine(f.Type, written.Fields[at].Type), Comment = written.Fields[at].Comment } : f).ToValueList());
}
