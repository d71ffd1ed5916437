using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>A rewrite of one expression node into an equal one; its operands are simplified already. Returns the very same object where it finds nothing to do.</summary>
internal abstract class ExpressionRule
{
    public string Name => GetType().Name;

    public abstract Expression Rewrite(Expression expression);
}
