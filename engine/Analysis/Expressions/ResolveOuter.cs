using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>frame["a"].Outer()</c> → what it means in the query around this one, as outer references.</summary>
internal sealed class ResolveOuter : ExpressionRule<UnresolvedOuter>
{
    protected override Expression Resolve(UnresolvedOuter expression, ExpressionScope scope)
    {
        if (scope.Query.Enclosing is not { } enclosing)
            throw NameErrors.UnresolvedColumn([expression.Child.Sql], [], expression.Origin);
        return new ExpressionScope(scope.Query, enclosing).Resolve(expression.Child).Transform(e => e is ColumnReference column ? new OuterReference(column) { Origin = expression.Origin } : e);
    }
}
