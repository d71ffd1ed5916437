using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>Which conversions always succeed.</summary>
public static class CastSafety
{
    /// <summary>True when an ANSI cast between the types fails for some value.</summary>
    public static bool CanRaise(DataType from, DataType to)
    {
        if (from == to || from is NullType || to is VariantType)
            return false;
        // A variant's null is null as anything.
        if (from is VariantType)
            return to is not StringType;
        if (to is StringType)
            return false;
        return (from, to) switch
        {
            (BooleanType, NumericType) => to is DecimalType d && d.Precision == d.Scale,
            (IntegralType f, IntegralType t) => t.Physical.Width() < f.Physical.Width(),
            (IntegralType, FloatType or DoubleType) => false,
            (FloatType or DoubleType or DecimalType, FloatType or DoubleType) => false,
            (IntegralType f, DecimalType t) => t.Precision - t.Scale < Digits(f),
            (DecimalType f, DecimalType t) => t.Precision - t.Scale < f.Precision - f.Scale || (t.Scale < f.Scale && t.Precision - t.Scale == f.Precision - f.Scale),
            (DateType, TimestampType or TimestampNtzType) or (TimestampType or TimestampNtzType, DateType) => false,
            (TimestampType, TimestampNtzType) or (TimestampNtzType, TimestampType) => false,
            (StringType or CharType or VarcharType, BinaryType) => false,
            (ArrayType f, ArrayType t) => CanRaise(f.Element, t.Element),
            (MapType f, MapType t) => CanRaise(f.Key, t.Key) || CanRaise(f.Value, t.Value),
            (StructType f, StructType t) when f.Fields.Count == t.Fields.Count => f.Fields.Zip(t.Fields).Any(p => CanRaise(p.First.Type, p.Second.Type)),
            _ => true,
        };
    }

    private static int Digits(DataType integral) => integral switch
    {
        ByteType => 3,
        ShortType => 5,
        IntegerType => 10,
        _ => 19,
    };
}
