using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Unresolved;

/// <summary>A struct with a field added, replaced or left out: <c>withField</c>, <c>dropFields</c>.</summary>
/// <param name="Path">The field, behind those that lead to it.</param>
/// <param name="Value">What the field becomes; null to leave it out.</param>
public sealed record UnresolvedFieldEdit(Expression Child, ValueList<string> Path, Expression? Value) : UnresolvedExpression
{
    public override ValueList<Expression> Children => Value is null ? [Child] : [Child, Value];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0], Value = Value is null ? null : children[1] };
    public override string Sql => $"update_fields({Child.Sql}, {(Value is null ? "dropfield" : $"WithField({Value.Sql})")})";
}
