using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// The constant stands on the right.
/// <code>1 &lt; x  =>  x > 1</code>
/// </summary>
internal sealed class OrderComparison : ExpressionRule
{
    public override Expression Rewrite(Expression expression) =>
        expression is Comparison { Left: Literal or SubqueryResult, Right: not (Literal or SubqueryResult) } comparison
            ? comparison with { Operator = Comparison.Mirror(comparison.Operator), Left = comparison.Right, Right = comparison.Left }
            : expression;
}
