using Spindle.Columnar.Types;

namespace Spindle.Formats.Inference;

/// <summary>The tightest type for the values of two, with the rules that Spark's schema inference has.</summary>
internal static class TypeMerge
{
    /// <summary>Of atomic types; null where only text holds both.</summary>
    public static DataType? Atomic(DataType left, DataType right) => (left, right) switch
    {
        _ when left == right => left,
        (NullType, _) => right,
        (_, NullType) => left,
        (DecimalType a, DecimalType b) => Decimals(a, b),
        (DecimalType, DoubleType or FloatType) or (DoubleType or FloatType, DecimalType) => DataType.Double,
        (IntegralType a, DecimalType b) => Decimals(Of(a), b),
        (DecimalType a, IntegralType b) => Decimals(a, Of(b)),
        (NumericType a, NumericType b) => Rank(a) > Rank(b) ? a : b,
        (DateType, TimestampType) or (TimestampType, DateType) => DataType.Timestamp,
        (DateType or TimestampNtzType, TimestampNtzType or DateType) => DataType.TimestampNtz,
        (TimestampType or TimestampNtzType, TimestampNtzType or TimestampType) => DataType.Timestamp,
        _ => null,
    };

    /// <summary>The tightest decimal, or double where 38 digits are too few.</summary>
    public static DataType Decimals(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        var range = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        return range + scale > DecimalType.MaxPrecision ? DataType.Double : new DecimalType(range + scale, scale);
    }

    private static DecimalType Of(IntegralType type) => type switch
    {
        ByteType => new DecimalType(3, 0),
        ShortType => new DecimalType(5, 0),
        IntegerType => new DecimalType(10, 0),
        _ => new DecimalType(20, 0),
    };

    private static int Rank(NumericType type) => type switch
    {
        ByteType => 0,
        ShortType => 1,
        IntegerType => 2,
        LongType => 3,
        FloatType => 4,
        _ => 5,
    };
}
