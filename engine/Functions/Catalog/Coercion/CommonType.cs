using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>
/// The type in which values of several types meet, under Spark's ANSI coercion: never one that loses digits of a whole number silently, never text made of numbers.
/// </summary>
public static class CommonType
{
    private static readonly DataType[] NumericOrder = [DataType.Byte, DataType.Short, DataType.Int, DataType.Long, DataType.Float, DataType.Double];

    /// <summary>The one of two types, or the closest above both, that holds every value of either; null where there is none.</summary>
    public static DataType? Tightest(DataType left, DataType right)
    {
        if (left == right)
            return left;
        switch (left, right)
        {
            case (VariantType, _) when CastRules.IsVariantable(right):
            case (_, VariantType) when CastRules.IsVariantable(left):
                return DataType.Variant;
            case (NullType, _):
                return right;
            case (_, NullType):
                return left;
            case (StringType or CharType or VarcharType, StringType or CharType or VarcharType):
                return TextOf(left, right);
            case (DecimalType l, DecimalType r):
                return TypeFamilies.Of(DecimalTypeRules.Widen(TypeFamilies.Shape(l), TypeFamilies.Shape(r)));
            case (IntegralType, DecimalType r):
                return Tightest(TypeFamilies.DecimalFor(left), r);
            case (DecimalType l, IntegralType):
                return Tightest(l, TypeFamilies.DecimalFor(right));
            case (DecimalType, FloatType or DoubleType) or (FloatType or DoubleType, DecimalType):
                return DataType.Double;
            case (NumericType, NumericType):
                var wider = NumericOrder[Math.Max(Array.IndexOf(NumericOrder, left), Array.IndexOf(NumericOrder, right))];
                return wider is FloatType ? DataType.Double : wider;
            case (DateType, TimestampType or TimestampNtzType):
                return right;
            case (TimestampType or TimestampNtzType, DateType):
                return left;
            case (TimestampType, TimestampNtzType) or (TimestampNtzType, TimestampType):
                return DataType.Timestamp;
            case (TimeType l, TimeType r):
                return l.Precision > r.Precision ? l : r;
            case (YearMonthIntervalType l, YearMonthIntervalType r):
                return new YearMonthIntervalType(Min(l.Start, r.Start), Max(l.End, r.End));
            case (DayTimeIntervalType l, DayTimeIntervalType r):
                return new DayTimeIntervalType(Min(l.Start, r.Start), Max(l.End, r.End));
            default:
                return Nested(left, right, Tightest);
        }
    }

    /// <summary>As <see cref="Tightest"/>, and text gives way to the other side's type.</summary>
    public static DataType? Wider(DataType left, DataType right) => Tightest(left, right) ?? OfText(left, right) ?? Nested(left, right, Wider);

    /// <summary>The common type of a list, text aside first, as CASE, COALESCE, IN and arrays have it; null where there is none.</summary>
    public static DataType? Wider(IEnumerable<DataType> types)
    {
        DataType? common = DataType.Null;
        // Text meets the others last, so that the answer does not hang on the order of the operands.
        foreach (var type in types.OrderBy(t => TypeFamilies.IsText(t) ? 0 : 1))
        {
            common = Wider(common, type);
            if (common is null)
                return null;
        }

        return common;
    }

    /// <summary>What text becomes beside a value of another type; null where neither is text or the other cannot be read from text.</summary>
    public static DataType? OfText(DataType left, DataType right)
    {
        if (TypeFamilies.IsText(right) && !TypeFamilies.IsText(left))
            return OfText(right, left);
        if (!TypeFamilies.IsText(left))
            return null;
        return right switch
        {
            IntegralType => DataType.Long,
            FloatType or DoubleType or DecimalType => DataType.Double,
            NullType => DataType.String,
            YearMonthIntervalType or DayTimeIntervalType => null,
            _ when TypeFamilies.IsText(right) => TextOf(left, right),
            _ when TypeFamilies.IsAtomic(right) => right,
            _ => null,
        };
    }

    private static DataType? TextOf(DataType left, DataType right)
    {
        if (left is StringType l && right is StringType r)
            return l.Collation == r.Collation ? l : l.Collation == StringType.Utf8Binary ? r : r.Collation == StringType.Utf8Binary ? l : null;
        return left as StringType ?? right as StringType ?? DataType.String;
    }

    private static DataType? Nested(DataType left, DataType right, Func<DataType, DataType, DataType?> meet)
    {
        switch (left, right)
        {
            case (ArrayType l, ArrayType r):
                return meet(l.Element, r.Element) is { } element ? new ArrayType(element, l.ContainsNull || r.ContainsNull) : null;
            case (MapType l, MapType r):
                return meet(l.Key, r.Key) is { } key && meet(l.Value, r.Value) is { } value
                    ? new MapType(key, value, l.ValueContainsNull || r.ValueContainsNull)
                    : null;
            case (StructType l, StructType r) when l.Fields.Count == r.Fields.Count:
                var fields = new List<Field>();
                foreach (var (a, b) in l.Fields.Zip(r.Fields))
                {
                    if (!string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase) || meet(a.Type, b.Type) is not { } type)
                        return null;
                    fields.Add(new Field(a.Name, type, a.Nullable || b.Nullable));
                }

                return new StructType(fields.ToValueList());
            default:
                return null;
        }
    }

    private static T Min<T>(T left, T right)
        where T : struct, Enum => Comparer<T>.Default.Compare(left, right) <= 0 ? left : right;

    private static T Max<T>(T left, T right)
        where T : struct, Enum => Comparer<T>.Default.Compare(left, right) >= 0 ? left : right;
}
