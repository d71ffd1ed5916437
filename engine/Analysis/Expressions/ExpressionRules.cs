using Spindle.Analysis.Scopes;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary>How one kind of expression gets its meaning.</summary>
internal interface IExpressionRule
{
    Expression Resolve(Expression expression, ExpressionScope scope);
}

/// <summary>The rule of expressions of one record type.</summary>
internal abstract class ExpressionRule<T> : IExpressionRule
    where T : Expression
{
    public Expression Resolve(Expression expression, ExpressionScope scope) => Resolve((T)expression, scope);

    protected abstract Expression Resolve(T expression, ExpressionScope scope);
}

/// <summary>The list of rules for expressions; what has none resolves its operands and stays.</summary>
internal static class ExpressionRules
{
    private static readonly Dictionary<Type, IExpressionRule> Rules = new()
    {
        [typeof(UnresolvedColumn)] = new ResolveColumn(),
        [typeof(UnresolvedFrameColumn)] = new ResolveFrameColumn(),
        [typeof(UnresolvedPosition)] = new ResolvePosition(),
        [typeof(UnresolvedAll)] = new ResolveAll(),
        [typeof(UnresolvedStar)] = new RejectStar(),
        [typeof(UnresolvedFunction)] = new ResolveFunction(),
        [typeof(UnresolvedUserCall)] = new ResolveUserCall(),
        [typeof(UnresolvedUserAggregateCall)] = new ResolveUserAggregateCall(),
        [typeof(UnresolvedAlias)] = new ResolveAlias(),
        [typeof(UnresolvedCast)] = new ResolveCast(),
        [typeof(UnresolvedExtract)] = new ResolveExtract(),
        [typeof(UnresolvedFieldEdit)] = new ResolveFieldEdit(),
        [typeof(UnresolvedOuter)] = new ResolveOuter(),
        [typeof(UnresolvedWindow)] = new ResolveWindow(),
        [typeof(And)] = new CoerceCondition<And>("and"),
        [typeof(Or)] = new CoerceCondition<Or>("or"),
        [typeof(Not)] = new CoerceCondition<Not>("not"),
        [typeof(InList)] = new CoerceCondition<InList>("in"),
        [typeof(Comparison)] = new CoerceComparison(),
        [typeof(Coalesce)] = new CoerceCoalesce(),
        [typeof(Case)] = new CoerceCase(),
        [typeof(ScalarSubquery)] = new ResolveScalarSubquery(),
        [typeof(Exists)] = new ResolveExists(),
        [typeof(InSubquery)] = new ResolveInSubquery(),
    };

    public static Expression Resolve(Expression expression, ExpressionScope scope) =>
        Rules.TryGetValue(expression.GetType(), out var rule) ? rule.Resolve(expression, scope) : scope.Names.Keep(expression, expression.MapChildren(scope.Resolve));
}
