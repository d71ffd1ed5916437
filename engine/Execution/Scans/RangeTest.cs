using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Sources;

namespace Spindle.Execution.Scans;

/// <summary>What a condition comes to, judged by the bounds of its columns alone.</summary>
internal static class RangeTest
{
    public static RangeVerdict Evaluate(Expression condition, IColumnRanges ranges)
    {
        switch (condition)
        {
            case Literal { Value: true }:
                return RangeVerdict.All;
            case Literal { Value: false or null }:
                return RangeVerdict.None;
            case And and:
                var (left, right) = (Evaluate(and.Left, ranges), Evaluate(and.Right, ranges));
                // A left side that raises is raised only by rows, and None means that there are none to judge by it.
                return left == RangeVerdict.None || (right == RangeVerdict.None && !and.Left.CanRaise) ? RangeVerdict.None
                    : left == RangeVerdict.All && right == RangeVerdict.All ? RangeVerdict.All : RangeVerdict.Some;
            case Or or:
                var (first, second) = (Evaluate(or.Left, ranges), Evaluate(or.Right, ranges));
                return first == RangeVerdict.All ? RangeVerdict.All
                    : first == RangeVerdict.None && second == RangeVerdict.None ? RangeVerdict.None
                    : second == RangeVerdict.All && !or.Left.CanRaise ? RangeVerdict.All : RangeVerdict.Some;
            case Comparison { Left: BoundReference column, Right: Literal literal } comparison:
                return Compare(comparison.Operator, column, literal, ranges);
            case Comparison { Left: Literal literal, Right: BoundReference column } comparison:
                return Compare(Comparison.Mirror(comparison.Operator), column, literal, ranges);
            case InList { Value: BoundReference column } list when list.Items.All(i => i is Literal):
                return In(column, list, ranges);
            case IsNull { Child: BoundReference column }:
                return Nulls(column, ranges);
            case IsNotNull { Child: BoundReference column }:
                return Negate(Nulls(column, ranges));
            default:
                return RangeVerdict.Some;
        }
    }

    private static RangeVerdict Compare(ComparisonOperator op, BoundReference column, Literal literal, IColumnRanges ranges)
    {
        if (literal.Value is not { } value || op == ComparisonOperator.NullSafeEqual || !IsOrdered(column.Type))
            return literal.Value is null && op != ComparisonOperator.NullSafeEqual ? RangeVerdict.None : RangeVerdict.Some;
        if (op == ComparisonOperator.Equal && !ranges.MayContain(column.Ordinal, value))
            return RangeVerdict.None;
        if (ranges.Range(column.Ordinal) is not { } range)
            return RangeVerdict.Some;
        if (range.NullCount == ranges.Rows)
            return RangeVerdict.None;
        int? low = range.Min is { } min ? Order(min, value) : null;
        int? high = range.Max is { } max ? Order(max, value) : null;
        // How the smallest and the largest value compare with the literal decides for all of them.
        var (none, all) = op switch
        {
            ComparisonOperator.Equal => (low > 0 || high < 0, low == 0 && high == 0),
            ComparisonOperator.NotEqual => (low == 0 && high == 0, low > 0 || high < 0),
            ComparisonOperator.Less => (low >= 0, high < 0),
            ComparisonOperator.LessOrEqual => (low > 0, high <= 0),
            ComparisonOperator.Greater => (high <= 0, low > 0),
            _ => (high < 0, low >= 0),
        };
        // Bounds of floating-point columns leave NaN out, and bounds of strings may be longer than any value: neither proves that all rows or none pass.
        if (column.Type is FloatType or DoubleType)
            return none && op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Equal && !(value is double.NaN or float.NaN) ? RangeVerdict.None : RangeVerdict.Some;
        if (none && !(op == ComparisonOperator.NotEqual && column.Type.Physical == PhysicalType.Bytes))
            return RangeVerdict.None;
        return all && range.NullCount == 0 && !(op == ComparisonOperator.Equal && column.Type.Physical == PhysicalType.Bytes) ? RangeVerdict.All : RangeVerdict.Some;
    }

    private static RangeVerdict In(BoundReference column, InList list, IColumnRanges ranges)
    {
        var verdict = RangeVerdict.None;
        foreach (var item in list.Items)
        {
            var one = Compare(ComparisonOperator.Equal, column, (Literal)item, ranges);
            if (one == RangeVerdict.All)
                return RangeVerdict.All;
            if (one == RangeVerdict.Some)
                verdict = RangeVerdict.Some;
        }

        return verdict;
    }

    private static RangeVerdict Nulls(BoundReference column, IColumnRanges ranges) => ranges.Range(column.Ordinal) switch
    {
        { NullCount: 0 } => RangeVerdict.None,
        { NullCount: > 0 } range when range.NullCount == ranges.Rows => RangeVerdict.All,
        _ => RangeVerdict.Some,
    };

    private static RangeVerdict Negate(RangeVerdict verdict) => verdict switch
    {
        RangeVerdict.All => RangeVerdict.None,
        RangeVerdict.None => RangeVerdict.All,
        _ => RangeVerdict.Some,
    };

    private static bool IsOrdered(DataType type) => type is not (CalendarIntervalType or VariantType or StringType { Collation: not StringType.Utf8Binary })
        && type.Physical is not (PhysicalType.List or PhysicalType.Struct or PhysicalType.Null);

    private static int? Order(object bound, object value) => bound.GetType() == value.GetType() && bound is IComparable comparable ? comparable.CompareTo(value)
        : bound is ByteString left && value is ByteString right ? left.CompareTo(right) : null;
}
