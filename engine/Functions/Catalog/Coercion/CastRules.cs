using Spindle.Columnar.Types;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>Which explicit casts exist, in ANSI mode and with ANSI off.</summary>
public static class CastRules
{
    public static bool Exists(DataType from, DataType to, bool ansi)
    {
        if (from == to || from is NullType)
            return true;
        if (to is VariantType)
            return IsVariantable(from);
        if (from is VariantType)
            return IsVariantable(to, objects: true);
        if (TypeFamilies.IsText(from))
            return !TypeFamilies.IsNested(to) && to is not NullType;
        if (TypeFamilies.IsText(to))
            return from is not UserDefinedType;
        return (from, to) switch
        {
            (_, BinaryType) => from is IntegralType && !ansi,
            (BinaryType, _) => false,
            (BooleanType, NumericType) or (NumericType, BooleanType) => true,
            (BooleanType, TimestampType) or (TimestampType, BooleanType) => !ansi,
            (NumericType, NumericType) => true,
            (NumericType, TimestampType) or (TimestampType, NumericType) => true,
            (DateType or TimestampType or TimestampNtzType, DateType or TimestampType or TimestampNtzType) => true,
            (DateType, BooleanType or NumericType) => !ansi,
            (TimeType, TimeType) or (TimestampType or TimestampNtzType, TimeType) => true,
            (TimeType, IntegralType or DecimalType) => true,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
            (YearMonthIntervalType or DayTimeIntervalType, IntegralType or DecimalType) => true,
            (IntegralType or DecimalType, YearMonthIntervalType or DayTimeIntervalType) => true,
            (ArrayType f, ArrayType t) => Exists(f.Element, t.Element, ansi),
            (MapType f, MapType t) => Exists(f.Key, t.Key, ansi) && Exists(f.Value, t.Value, ansi),
            (StructType f, StructType t) => f.Fields.Count == t.Fields.Count && f.Fields.Zip(t.Fields).All(p => Exists(p.First.Type, p.Second.Type, ansi)),
            (UserDefinedType f, _) => Exists(f.Storage, to, ansi),
            _ => false,
        };
    }

    /// <summary>True when the conversion reads or writes a local time of an instant, so that the cast must carry the session's zone.</summary>
    public static bool NeedsZone(DataType from, DataType to) => (from, to) switch
    {
        (TimestampType, DateType or TimestampNtzType or TimeType or StringType or CharType or VarcharType) => true,
        (DateType or TimestampNtzType or StringType or CharType or VarcharType, TimestampType) => true,
        (VariantType, _) or (_, VariantType) => true,
        (ArrayType f, ArrayType t) => NeedsZone(f.Element, t.Element),
        (MapType f, MapType t) => NeedsZone(f.Key, t.Key) || NeedsZone(f.Value, t.Value),
        (StructType f, StructType t) => f.Fields.Count == t.Fields.Count && f.Fields.Zip(t.Fields).Any(p => NeedsZone(p.First.Type, p.Second.Type)),
        (ArrayType f, StringType) => NeedsZone(f.Element, to),
        (MapType f, StringType) => NeedsZone(f.Key, to) || NeedsZone(f.Value, to),
        (StructType f, StringType) => f.Fields.Any(p => NeedsZone(p.Type, to)),
        _ => false,
    };

    /// <summary>Whether values of the type have a variant, and variants may become them.</summary>
    /// <param name="objects">Whether structs and maps count: they become objects only where a function says so.</param>
    public static bool IsVariantable(DataType type, bool objects = false) => type switch
    {
        ArrayType array => IsVariantable(array.Element, objects),
        MapType map => objects && map.Key is StringType && IsVariantable(map.Value, objects),
        StructType fields => objects && fields.Fields.All(f => IsVariantable(f.Type, objects)),
        NumericType or BooleanType or StringType or CharType or VarcharType or BinaryType or DateType or TimestampType or TimestampNtzType or VariantType => true,
        _ => false,
    };
}
