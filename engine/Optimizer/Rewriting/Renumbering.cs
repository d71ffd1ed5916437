using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>A copy of a plan whose columns have new ids, so that it can stand beside the original.</summary>
internal sealed class Renumbering
{
    private readonly Dictionary<ColumnId, ColumnId> ids = [];

    private Renumbering()
    {
    }

    public static LogicalPlan Copy(LogicalPlan plan) => Copy(plan, out _);

    /// <param name="newIds">The copy's id for each column that the plan produces anywhere.</param>
    public static LogicalPlan Copy(LogicalPlan plan, out IReadOnlyDictionary<ColumnId, ColumnId> newIds)
    {
        var renumbering = new Renumbering();
        renumbering.Collect(plan);
        newIds = renumbering.ids;
        return renumbering.Rewrite(plan);
    }

    private void Collect(LogicalPlan plan)
    {
        foreach (var column in Producing.By(plan))
            ids.TryAdd(column.Id, ColumnId.Next());
        foreach (var subquery in plan.Expressions.SelectMany(e => e.SelfAndDescendants()).OfType<SubqueryExpression>())
            Collect(subquery.Plan);
        foreach (var child in plan.Children)
            Collect(child);
    }

    private LogicalPlan Rewrite(LogicalPlan plan)
    {
        plan = plan.MapChildren(Rewrite).MapExpressions(Rewrite);
        return plan switch
        {
            Relation relation => relation with { Columns = Map(relation.Columns) },
            Values values => values with { Columns = Map(values.Columns) },
            RangePlan range => range with { Column = Map(range.Column) },
            CommonTableReference reference => reference with { Columns = Map(reference.Columns) },
            Union union => union with { Columns = Map(union.Columns) },
            Expand expand => expand with { Columns = Map(expand.Columns) },
            Generate generate => generate with { Columns = Map(generate.Columns) },
            UserRows rows => rows with { Columns = Map(rows.Columns) },
            Join { MarkColumn: { } mark } join => join with { MarkColumn = Map(mark) },
            _ => plan,
        };
    }

    private Expression Rewrite(Expression expression) => expression.Transform(e => e switch
    {
        ColumnReference column => Map(column),
        OuterReference outer => ids.ContainsKey(outer.Column.Id) ? outer with { Column = Map(outer.Column) } : outer,
        Alias alias => ids.TryGetValue(alias.Id, out var id) ? alias with { Id = id } : alias,
        SubqueryExpression subquery => subquery with { Plan = Rewrite(subquery.Plan) },
        _ => e,
    });

    private ValueList<ColumnReference> Map(ValueList<ColumnReference> columns) => columns.Select(Map).ToValueList();

    private ColumnReference Map(ColumnReference column) => ids.TryGetValue(column.Id, out var id) ? column with { Id = id } : column;
}
