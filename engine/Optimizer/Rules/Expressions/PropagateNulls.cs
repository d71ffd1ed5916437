using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// <code>NULL + x  =>  NULL          x IS NULL  =>  false, where x is never null</code>
/// Only where the other operands cannot raise: an error is not traded for a null.
/// </summary>
internal sealed class PropagateNulls : ExpressionRule
{
    public override Expression Rewrite(Expression expression)
    {
        switch (expression)
        {
            case IsNull test when Predicates.IsMovable(test.Child) && (!test.Child.Nullable || test.Child is Literal):
                return Literal.Of(test.Child is Literal { Value: null });
            case IsNotNull test when Predicates.IsMovable(test.Child) && (!test.Child.Nullable || test.Child is Literal):
                return Literal.Of(test.Child is not Literal { Value: null });
            case Coalesce coalesce when coalesce.Arguments[0] is Literal { Value: null } && coalesce.Arguments.Count > 1:
                return coalesce with { Arguments = [.. coalesce.Arguments.Skip(1)] };
            case Coalesce coalesce when !coalesce.Arguments[0].Nullable || coalesce.Arguments.Count == 1:
                return coalesce.Arguments[0];
            case not Literal when NullPropagation.IsNullIntolerant(expression) && expression.Children.Any(c => c is Literal { Value: null })
                && expression.Children.All(Predicates.IsMovable):
                return Literal.Null(expression.Type);
            default:
                return expression;
        }
    }
}
