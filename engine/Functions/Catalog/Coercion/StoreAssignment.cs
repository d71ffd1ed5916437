using Spindle.Columnar.Types;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>Which types a value may be put into without being asked: columns of INSERT, and arguments of functions that name an exact type.</summary>
public static class StoreAssignment
{
    public static bool IsAllowed(DataType from, DataType to)
    {
        if (from == to)
            return true;
        return (from, to) switch
        {
            (NullType, _) => true,
            (NumericType, NumericType) => true,
            (CalendarIntervalType, StringType) => true,
            (_, StringType or CharType or VarcharType) when TypeFamilies.IsAtomic(from) => true,
            (DateType, TimestampType or TimestampNtzType) => true,
            (TimestampType or TimestampNtzType, DateType or TimestampType or TimestampNtzType) => true,
            (TimeType, TimeType) => true,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
            (ArrayType f, ArrayType t) => IsAllowed(f.Element, t.Element),
            (MapType f, MapType t) => IsAllowed(f.Key, t.Key) && IsAllowed(f.Value, t.Value),
            (StructType f, StructType t) => f.Fields.Count == t.Fields.Count && f.Fields.Zip(t.Fields).All(p => IsAllowed(p.First.Type, p.Second.Type)),
            _ => false,
        };
    }
}
