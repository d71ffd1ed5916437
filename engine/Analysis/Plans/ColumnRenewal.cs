using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>Gives the columns that a plan makes new ids, so that a plan can be joined with itself.</summary>
internal static class ColumnRenewal
{
    /// <summary>The right side, under new ids where it shares one with the left.</summary>
    public static ResolvedPlan Apart(ResolvedPlan left, ResolvedPlan right)
    {
        var ids = left.Plan.Output.Select(c => c.Id).ToHashSet();
        if (!right.Plan.Output.Any(c => ids.Contains(c.Id)))
            return right;
        var map = new Dictionary<ColumnId, ColumnId>();
        var plan = Renew(right.Plan, map);
        ValueList<ColumnReference> Mapped(ValueList<ColumnReference> columns) => columns.Select(c => map.TryGetValue(c.Id, out var id) ? c with { Id = id } : c).ToValueList();
        return new ResolvedPlan(plan, Mapped(right.Columns), Mapped(right.Hidden));
    }

    private static LogicalPlan Renew(LogicalPlan plan, Dictionary<ColumnId, ColumnId> map)
    {
        plan = plan.MapChildren(c => Renew(c, map));
        plan = plan switch
        {
            Relation relation => relation with { Columns = Fresh(relation.Columns, map) },
            Values values => values with { Columns = Fresh(values.Columns, map) },
            RangePlan range => range with { Column = Fresh([range.Column], map)[0] },
            CommonTableReference reference => reference with { Columns = Fresh(reference.Columns, map) },
            Union union => union with { Columns = Fresh(union.Columns, map) },
            Expand expand => expand with { Columns = FreshMade(expand, map) },
            Generate generate => generate with { Columns = Fresh(generate.Columns, map) },
            Join { MarkColumn: { } mark } join => join with { MarkColumn = Fresh([mark], map)[0] },
            _ => plan,
        };
        foreach (var alias in plan.Expressions.OfType<Alias>())
            map[alias.Id] = ColumnId.Next();
        return plan.MapExpressions(e => Renamed(e, map));
    }

    private static ValueList<ColumnReference> Fresh(ValueList<ColumnReference> columns, Dictionary<ColumnId, ColumnId> map) => columns.Select(c =>
    {
        map[c.Id] = ColumnId.Next();
        return c with { Id = map[c.Id] };
    }).ToValueList();

    /// <summary>An Expand passes its child's columns on under their own ids; only what it makes itself is new.</summary>
    private static ValueList<ColumnReference> FreshMade(Expand expand, Dictionary<ColumnId, ColumnId> map) =>
        expand.Columns.Select(c => map.TryGetValue(c.Id, out var id) ? c with { Id = id } : Fresh([c], map)[0]).ToValueList();

    private static Expression Renamed(Expression expression, Dictionary<ColumnId, ColumnId> map) => expression.Transform(e => e switch
    {
        ColumnReference column when map.TryGetValue(column.Id, out var id) => column with { Id = id },
        OuterReference outer when map.TryGetValue(outer.Column.Id, out var id) => outer with { Column = outer.Column with { Id = id } },
        Alias alias when map.TryGetValue(alias.Id, out var id) => alias with { Id = id },
        SubqueryExpression subquery => subquery with { Plan = subquery.Plan.Transform(p => p.MapExpressions(x => Renamed(x, map))) },
        _ => e,
    });
}
