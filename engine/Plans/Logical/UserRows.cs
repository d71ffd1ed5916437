using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;

namespace Spindle.Plans.Logical;

/// <summary>The user's functions over rows as objects, one after the other, with no columns in between.</summary>
/// <param name="Inputs">The members of the objects that the first step takes, in order; empty until analysis, which reads all of the child's columns.</param>
/// <param name="Columns">The members of the objects that leave the last step.</param>
public sealed record UserRows(ValueList<UserStep> Steps, ValueList<Expression> Inputs, ValueList<ColumnReference> Columns, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => Columns;
    public override ValueList<Expression> Expressions => Inputs;
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Inputs = expressions };
    public override string Describe() => $"UserRows {string.Join(", ", Steps)} [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}]";
}
