using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// Refers to a column by its first id everywhere, so that projections which only rename do not keep joins and filters apart.
/// <code>Filter y = 1 (Project [x AS y] (X))  =>  Filter x = 1 (Project [x] (X))</code>
/// </summary>
internal sealed class RemoveRenames : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        var renamed = new Dictionary<ColumnId, ColumnReference>();
        foreach (var node in plan.SelfAndDescendants())
            if (node is Project project)
                foreach (var item in project.Items)
                    if (item is Alias { Child: ColumnReference column } alias)
                        renamed[alias.Id] = column;
        return renamed.Count == 0 ? plan : plan.Transform(node => Rewrite(node.MapExpressions(e => e.Transform(Replace))));

        Expression Replace(Expression expression) =>
            expression is ColumnReference column && renamed.TryGetValue(column.Id, out var first) ? column with { Id = First(first).Id } : expression;

        ColumnReference First(ColumnReference column) => renamed.TryGetValue(column.Id, out var before) ? First(before) : column;

        LogicalPlan Rewrite(LogicalPlan node)
        {
            // An Expand names again the columns that it lets through.
            if (node is Expand expand)
                return expand with { Columns = expand.Columns.Select(c => (ColumnReference)Replace(c)).ToValueList() };
            if (node is not Project project || !project.Items.Any(i => i is Alias { Child: ColumnReference }))
                return node;
            return project with { Items = project.Items.Select(i => i is Alias { Child: ColumnReference column } alias ? column with { Name = alias.Name } : i).ToValueList() };
        }
    }
}
