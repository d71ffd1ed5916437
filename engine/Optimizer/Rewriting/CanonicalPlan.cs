using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>A plan with ids counted from the leaves and without names: two plans that make the same rows in the same way have equal ones.</summary>
public sealed class CanonicalPlan
{
    private readonly Dictionary<ColumnId, ColumnReference> columns = [];

    private CanonicalPlan()
    {
    }

    /// <summary>A resolved or optimised plan in that form.</summary>
    public static LogicalPlan Of(LogicalPlan plan) => new CanonicalPlan().Rewrite(plan);

    private LogicalPlan Rewrite(LogicalPlan plan)
    {
        plan = plan.MapChildren(Rewrite);
        foreach (var column in Producing.By(plan))
            columns.TryAdd(column.Id, column with { Id = new ColumnId(-1 - columns.Count), Name = "" });
        plan = plan.MapExpressions(Rewrite);
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
        Alias alias => columns.TryGetValue(alias.Id, out var column) ? alias with { Id = column.Id, Name = "" } : alias,
        _ => e,
    });

    private ValueList<ColumnReference> Map(ValueList<ColumnReference> list) => list.Select(Map).ToValueList();

    private ColumnReference Map(ColumnReference column) => columns.GetValueOrDefault(column.Id, column);
}
