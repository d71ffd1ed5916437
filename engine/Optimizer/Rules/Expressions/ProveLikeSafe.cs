using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// Only a pattern that ends in its escape character, or escapes what needs none, makes LIKE raise. A constant pattern without the escape character is safe, so the
/// condition may move.
/// </summary>
internal sealed class ProveLikeSafe : ExpressionRule
{
    public override Expression Rewrite(Expression expression) =>
        expression is Call { Function: "like" or "ilike", Arguments: [_, Literal { Value: ByteString pattern }, Literal { Value: ByteString { Length: 1 } escape }] } like
        && like.Traits.HasFlag(FunctionTraits.CanRaise) && !pattern.Span.Contains(escape.Span[0])
            ? like with { Traits = like.Traits & ~FunctionTraits.CanRaise }
            : expression;
}
