using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// One projection instead of two, unless an expression would then be computed twice, or one that is not deterministic be moved.
/// <code>Project [y * 2 AS z] (Project [x + 1 AS y] (X))  =>  Project [(x + 1) * 2 AS z] (X)</code>
/// </summary>
internal sealed class CollapseProjects : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Project { Child: Project below } above)
            return node;
        var definitions = Substitution.Definitions(below.Items);
        var uses = new Dictionary<ColumnId, int>();
        foreach (var item in above.Items)
            Count(item, uses);
        foreach (var (id, definition) in definitions)
            if (!definition.IsDeterministic || (uses.GetValueOrDefault(id) > 1 && definition is not (Literal or ColumnReference)) || (definition.CanRaise && IsGuarded(above.Items, id)))
                return node;
        return above with { Items = above.Items.Select(i => i is ColumnReference c ? Whole(c) : i.Replace(definitions)).ToValueList(), Child = below.Child };

        Expression Whole(ColumnReference column) => definitions.TryGetValue(column.Id, out var definition) ? new Alias(definition, column.Name, column.Id) : column;
    }

    private static void Count(Expression expression, Dictionary<ColumnId, int> uses)
    {
        if (expression is ColumnReference column)
            uses[column.Id] = uses.GetValueOrDefault(column.Id) + 1;
        foreach (var child in expression.Children)
            Count(child, uses);
    }

    /// <summary>True where a branch decides whether the column is read: its value must raise also where the branch is not taken.</summary>
    private static bool IsGuarded(ValueList<Expression> items, ColumnId id) =>
        items.SelectMany(i => i.SelfAndDescendants()).Any(e => e is Case or Coalesce or And or Or && ColumnSets.Of(e).Contains(id));
}
