using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

/// <summary>A column that says how it is sorted; only an order unpacks it.</summary>
internal sealed record SortMark(SortKey Key) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Key.Expression];
    public override Expression WithChildren(ValueList<Expression> children) => new SortMark(Key with { Expression = children[0] });
    public override string Sql => Key.Sql;
}
