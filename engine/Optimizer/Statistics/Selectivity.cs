using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Statistics;

/// <summary>Which part of a relation's rows a condition keeps.</summary>
internal static class Selectivity
{
    private const double Unknown = 1.0 / 3;
    private const double Substring = 0.1;
    private const double Prefix = 0.05;

    /// <summary>The rows after a filter.</summary>
    public static RelationEstimate Apply(RelationEstimate input, Expression condition)
    {
        var fraction = 1.0;
        var ranges = new Dictionary<ColumnId, ValueRange>();
        foreach (var conjunct in Predicates.Conjuncts(condition))
        {
            if (ValueRange.Of(conjunct) is var (column, range))
                ranges[column] = ranges.TryGetValue(column, out var other) ? other.Intersect(range) : range;
            else
                fraction *= Of(conjunct, input);
        }

        var narrowed = new Dictionary<ColumnId, ColumnEstimate>(input.Columns);
        foreach (var (column, range) in ranges)
        {
            var before = input.Of(column);
            var part = range.Fraction(before);
            fraction *= part * (1 - before.NullFraction);
            narrowed[column] = before with
            {
                Min = range.Low ?? before.Min,
                Max = range.High ?? before.Max,
                Domain = Math.Max(1, before.Domain * part),
                NullFraction = 0,
            };
        }

        return new RelationEstimate(input.Rows, narrowed).WithRows(Math.Max(input.Rows * fraction, Math.Min(1, input.Rows)));
    }

    public static double Of(Expression condition, RelationEstimate input)
    {
        switch (condition)
        {
            case Literal literal:
                return literal.Value is true ? 1 : 0;
            case And and:
                return Of(and.Left, input) * Of(and.Right, input);
            case Or or:
                return 1 - ((1 - Of(or.Left, input)) * (1 - Of(or.Right, input)));
            case Not not:
                return 1 - Of(not.Child, input);
            case IsNull { Child: ColumnReference column }:
                return Math.Max(0.001, input.Of(column.Id).NullFraction);
            case IsNotNull { Child: ColumnReference column }:
                return 1 - input.Of(column.Id).NullFraction;
            case IsNull:
                return 0.05;
            case IsNotNull:
                return 0.95;
            case InList list:
                return Math.Min(1, list.Items.Count / Distinct(list.Value, input));
            case Comparison comparison:
                return Of(comparison, input);
            case Call { Function: "like" or "ilike" } like:
                return like.Arguments is [_, Literal { Value: ByteString pattern }, ..] && pattern.Length > 0 && pattern.Span[0] != '%' ? Prefix : Substring;
            case Call { Function: "contains" or "rlike" }:
                return Substring;
            case Call { Function: "startswith" or "endswith" }:
                return Prefix;
            default:
                return Unknown;
        }
    }

    private static double Of(Comparison comparison, RelationEstimate input)
    {
        if (ValueRange.Of(comparison) is var (column, range))
            return range.Fraction(input.Of(column));
        switch (comparison.Operator)
        {
            case ComparisonOperator.Equal or ComparisonOperator.NullSafeEqual:
                return 1 / Math.Max(Distinct(comparison.Left, input), Distinct(comparison.Right, input));
            case ComparisonOperator.NotEqual:
                return 1 - (1 / Math.Max(Distinct(comparison.Left, input), Distinct(comparison.Right, input)));
            default:
                return Unknown;
        }
    }

    private static double Distinct(Expression expression, RelationEstimate input) => expression switch
    {
        ColumnReference column => Math.Max(1, input.Of(column.Id).Distinct),
        Literal => 1,
        Cast cast => Distinct(cast.Child, input),
        _ when expression.Type is BooleanType => 2,
        _ => 10,
    };
}
