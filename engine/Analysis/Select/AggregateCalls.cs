using Spindle.Analysis.Expressions;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Select;

/// <summary>Finds the aggregate functions of an expression: those that are not a window's own function.</summary>
internal static class AggregateCalls
{
    public static bool Has(Expression expression) => expression switch
    {
        AggregateCall or GroupingFunction => true,
        WindowCall { Function: AggregateCall function } window => function.Children.Any(Has) || window.Children.Skip(1).Any(Has),
        _ => expression.Children.Any(Has),
    };

    /// <summary>True for an aggregate function inside a subquery that reads nothing but columns of the enclosing query, whose aggregate it is.</summary>
    public static bool IsOfEnclosing(AggregateCall call)
    {
        var below = call.Children.SelectMany(c => c.SelfAndDescendants()).ToList();
        return below.Any(e => e is OuterReference) && !below.Any(e => e is ColumnReference);
    }
}
