using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>
/// <c>WITH RECURSIVE</c>: the anchor's rows, then what the step makes of them, then what it makes of those, until it makes none. Inside of the step a <see cref="CommonTableReference"/> of
/// <paramref name="Id"/> is the rows of the level before.
/// </summary>
/// <param name="Columns">The result's columns, under ids of their own.</param>
/// <param name="MaxLevel">How often the step may run; null for the session's limit.</param>
public sealed record Recursion(long Id, string Name, LogicalPlan Anchor, LogicalPlan Step, ValueList<ColumnReference> Columns, int? MaxLevel) : LogicalPlan
{
    public override ValueList<ColumnReference> Output => Columns;
    public override ValueList<LogicalPlan> Children => [Anchor, Step];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Anchor = children[0], Step = children[1] };
    public override string Describe() => $"Recursion {Name} #{Id} [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}]";
}
