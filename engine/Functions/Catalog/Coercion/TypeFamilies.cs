using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>Groups of types that the coercion rules speak of, and types compared without regard to nullability inside them.</summary>
public static class TypeFamilies
{
    public static bool IsText(DataType type) => type is StringType or CharType or VarcharType;

    public static bool IsInterval(DataType type) => type is YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType;

    public static bool IsDatetime(DataType type) => type is DateType or TimestampType or TimestampNtzType;

    public static bool IsFractional(DataType type) => type is FloatType or DoubleType or DecimalType;

    public static bool IsNested(DataType type) => type is ArrayType or MapType or StructType;

    /// <summary>Everything that is neither nested, void, variant nor a user's type.</summary>
    public static bool IsAtomic(DataType type) => !IsNested(type) && type is not (NullType or VariantType or UserDefinedType or CalendarIntervalType);

    /// <summary>True when values can be sorted: no map or variant anywhere inside.</summary>
    public static bool IsOrderable(DataType type) => type switch
    {
        MapType or VariantType or CalendarIntervalType => false,
        ArrayType array => IsOrderable(array.Element),
        StructType fields => fields.Fields.All(f => IsOrderable(f.Type)),
        UserDefinedType user => IsOrderable(user.Storage),
        _ => true,
    };

    /// <summary>The decimal that holds every value of a number's type.</summary>
    public static DecimalType DecimalFor(DataType type)
    {
        var shape = type switch
        {
            DecimalType d => new DecimalShape(d.Precision, d.Scale),
            ByteType => DecimalShape.Int8,
            ShortType => DecimalShape.Int16,
            IntegerType => DecimalShape.Int32,
            LongType => DecimalShape.Int64,
            FloatType => DecimalShape.Float32,
            DoubleType => DecimalShape.Float64,
            BooleanType => DecimalShape.Boolean,
            _ => DecimalShape.Default,
        };
        return new DecimalType(shape.Precision, shape.Scale);
    }

    public static DecimalShape Shape(DecimalType type) => new(type.Precision, type.Scale);

    public static DecimalType Of(DecimalShape shape) => new(shape.Precision, shape.Scale);

    /// <summary>Equal but for the nullability of elements, values and fields.</summary>
    public static bool Same(DataType left, DataType right) => (left, right) switch
    {
        (ArrayType l, ArrayType r) => Same(l.Element, r.Element),
        (MapType l, MapType r) => Same(l.Key, r.Key) && Same(l.Value, r.Value),
        (StructType l, StructType r) => l.Fields.Count == r.Fields.Count
            && l.Fields.Zip(r.Fields).All(p => string.Equals(p.First.Name, p.Second.Name, StringComparison.OrdinalIgnoreCase) && Same(p.First.Type, p.Second.Type)),
        _ => left == right,
    };
}
