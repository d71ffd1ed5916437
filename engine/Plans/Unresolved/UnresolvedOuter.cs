using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Unresolved;

/// <summary>A column that is meant of the query around this one, <c>frame["a"].Outer()</c>, whatever columns of that name there are here.</summary>
public sealed record UnresolvedOuter(Expression Child) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"outer({Child.Sql})";
}
