using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary>A call of a user function without a name → the same over typed arguments.</summary>
internal sealed class ResolveUserCall : ExpressionRule<UnresolvedUserCall>
{
    protected override Expression Resolve(UnresolvedUserCall expression, ExpressionScope scope)
    {
        var inner = scope with { IsWindowed = false };
        return UserFunctionEntries.Bind(scope.Site(expression.Name, expression.Arguments.Select(inner.Resolve).ToValueList(), expression.Origin), expression.Function);
    }
}

/// <summary>A call of a user aggregate without a name → the same over typed arguments.</summary>
internal sealed class ResolveUserAggregateCall : ExpressionRule<UnresolvedUserAggregateCall>
{
    protected override Expression Resolve(UnresolvedUserAggregateCall expression, ExpressionScope scope)
    {
        var inner = scope with { Columns = scope.InsideAggregates ?? scope.Columns, IsWindowed = false };
        return UserFunctionEntries.Bind(scope.Site(expression.Name, expression.Arguments.Select(inner.Resolve).ToValueList(), expression.Origin), expression.Function);
    }
}
