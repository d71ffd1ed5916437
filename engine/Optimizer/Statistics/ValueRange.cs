using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Statistics;

/// <summary>What a comparison of a column with a constant leaves of the column's values.</summary>
/// <param name="IsPoint">True for an equality.</param>
internal sealed record ValueRange(double? Low, double? High, bool IsPoint)
{
    private const double Open = 1.0 / 3;

    public static (ColumnId Column, ValueRange Range)? Of(Expression condition)
    {
        if (condition is not Comparison comparison)
            return null;
        var (left, right, op) = comparison.Right is Literal
            ? (comparison.Left, comparison.Right, comparison.Operator)
            : (comparison.Right, comparison.Left, Comparison.Mirror(comparison.Operator));
        while (left is Cast cast && ValueScale.IsDiscrete(cast.Child.Type))
            left = cast.Child;
        if (left is not ColumnReference column || right is not Literal { Value: not null } literal || op == ComparisonOperator.NotEqual)
            return null;
        var value = ValueScale.Of(literal.Value, literal.Type);
        return (column.Id, op switch
        {
            ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual => new ValueRange(value, value, true),
            ComparisonOperator.Less or ComparisonOperator.LessOrEqual => new ValueRange(null, value, false),
            _ => new ValueRange(value, null, false),
        });
    }

    public ValueRange Intersect(ValueRange other) => new(
        Low is null || other.Low > Low ? other.Low ?? Low : Low,
        High is null || other.High < High ? other.High ?? High : High,
        IsPoint || other.IsPoint);

    public double Fraction(ColumnEstimate column)
    {
        if (IsPoint)
        {
            var outside = (Low < column.Min) || (High > column.Max) || Low > High;
            return outside ? 0.5 / Math.Max(1, column.Distinct) : 1 / Math.Max(1, column.Distinct);
        }

        if (column.Min is not { } min || column.Max is not { } max)
            return Low is not null && High is not null ? Open * Open : Open;
        if (max <= min)
            return (Low ?? min) <= min && (High ?? max) >= max ? 1 : 0.001;
        var low = Math.Max(Low ?? min, min);
        var high = Math.Min(High ?? max, max);
        return Math.Clamp((high - low) / (max - min), 1 / Math.Max(1, column.Distinct) / 2, 1);
    }
}
