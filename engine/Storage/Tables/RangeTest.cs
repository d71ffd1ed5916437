using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Sources;

namespace Spindle.Storage.Tables;

/// <summary>Decides from bounds alone whether a condition can hold for some row. What it does not understand may hold.</summary>
internal static class RangeTest
{
    /// <summary>False when the condition holds for no row within the bounds.</summary>
    public static bool MayPass(Expression condition, IColumnRanges ranges) => condition switch
    {
        And and => MayPass(and.Left, ranges) && MayPass(and.Right, ranges),
        Or or => MayPass(or.Left, ranges) || MayPass(or.Right, ranges),
        Literal { Value: false or null } => false,
        IsNull { Child: BoundReference column } => ranges.Range(column.Ordinal) is not { NullCount: 0 },
        IsNotNull { Child: BoundReference column } => ranges.Range(column.Ordinal) is not { } range || range.NullCount < 0 || range.NullCount < ranges.Rows,
        Comparison { Left: BoundReference column, Right: Literal literal } comparison => MayCompare(comparison.Operator, column, literal, ranges),
        Comparison { Left: Literal literal, Right: BoundReference column } comparison => MayCompare(Comparison.Mirror(comparison.Operator), column, literal, ranges),
        InList { Value: BoundReference column } list => list.Items.Any(item => item is not Literal literal || MayCompare(ComparisonOperator.Equal, column, literal, ranges)),
        _ => true,
    };

    private static bool MayCompare(ComparisonOperator op, BoundReference column, Literal literal, IColumnRanges ranges)
    {
        var range = ranges.Range(column.Ordinal);
        if (literal.Value is null)
            return op == ComparisonOperator.NullSafeEqual && range is not { NullCount: 0 };
        if (literal.Value is double.NaN or float.NaN)
            return true;
        if (column.Type is StringType { Collation: not StringType.Utf8Binary })
            return true;
        if (range is not null && range.NullCount >= 0 && range.NullCount == ranges.Rows && ranges.Rows > 0)
            return false;
        var low = Bounds.Compare(range?.Min, literal.Value);
        var high = Bounds.Compare(range?.Max, literal.Value);
        return op switch
        {
            ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual => low is null or <= 0 && high is null or >= 0 && ranges.MayContain(column.Ordinal, literal.Value),
            ComparisonOperator.Less => low is null or < 0,
            ComparisonOperator.LessOrEqual => low is null or <= 0,

            // NaN is above every number and in no bound.
            ComparisonOperator.Greater => high is null or > 0 || literal.Value is float or double,
            ComparisonOperator.GreaterOrEqual => high is null or >= 0 || literal.Value is float or double,
            ComparisonOperator.NotEqual => true,
            _ => true,
        };
    }
}
