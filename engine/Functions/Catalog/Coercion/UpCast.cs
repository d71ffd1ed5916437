using Spindle.Columnar.Types;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>Casts that lose nothing: what a view's columns may go through without being asked.</summary>
public static class UpCast
{
    public static bool IsSafe(DataType from, DataType to)
    {
        if (TypeFamilies.Same(from, to))
            return true;
        return (from, to) switch
        {
            (NullType, _) => true,
            (IntegralType, DecimalType) or (DecimalType, DecimalType) => CommonType.Wider(from, to) is { } wider && TypeFamilies.Same(wider, to),
            (NumericType and not DecimalType, NumericType and not DecimalType) => CommonType.Wider(from, to) is { } wider && TypeFamilies.Same(wider, to),
            (DateType, TimestampType or TimestampNtzType) => true,
            (TimestampType, TimestampNtzType) or (TimestampNtzType, TimestampType) => true,
            (_, StringType) => TypeFamilies.IsAtomic(from) && from is not BinaryType,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
            (ArrayType f, ArrayType t) => (t.ContainsNull || !f.ContainsNull) && IsSafe(f.Element, t.Element),
            (MapType f, MapType t) => (t.ValueContainsNull || !f.ValueContainsNull) && IsSafe(f.Key, t.Key) && IsSafe(f.Value, t.Value),
            (StructType f, StructType t) => f.Fields.Count == t.Fields.Count && f.Fields.Zip(t.Fields).All(p => (p.Second.Nullable || !p.First.Nullable) && IsSafe(p.First.Type, p.Second.Type)),
            _ => false,
        };
    }
}
