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

    /// <summary>The expression and what is below it, aggregate functions' arguments aside.</summary>
    public static IEnumerable<Expression> Outside(Expression expression)
    {
        if (expression is AggregateCall)
            yield break;
        yield return expression;
        foreach (var child in expression.Children)
            foreach (var node in Outside(child))
                yield return node;
    }
}
