using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>Gives the columns that a plan makes new ids, so that a plan can be joined with itself.</summary>
public static class ColumnRenewal
{
    /// <summary>The plan under new ids throughout: a view's plan is made once and read in many places of a query.</summary>
    public static LogicalPlan Renewed(LogicalPlan plan) => new Renewal(ColumnId.Next).Renew(plan);

    /// <summary>The plan with its ids numbered in the order in which they are made, so that plans which differ only by ids are equal.</summary>
    public static LogicalPlan Canonical(LogicalPlan plan)
    {
        long last = 0;
        return new Renewal(() => new ColumnId(--last)).Renew(plan);
    }

    /// <summary>The right side, under new ids where it shares one with the left.</summary>
    /// <param name="frames">The DataFrames of the query, and how many of them there were before the right side.</param>
    internal static ResolvedPlan Apart(ResolvedPlan left, ResolvedPlan right, FrameColumns frames, int mark)
    {
        var ids = left.Plan.Output.Select(c => c.Id).ToHashSet();
        if (!right.Plan.Output.Any(c => ids.Contains(c.Id)))
            return right;
        var renewal = new Renewal(ColumnId.Next);
        var plan = renewal.Renew(right.Plan);
        frames.Rename(mark, c => renewal.Mapped([c])[0]);
        return new ResolvedPlan(plan, renewal.Mapped(right.Columns), renewal.Mapped(right.Hidden));
    }

    private sealed class Renewal(Func<ColumnId> next)
    {
        private readonly Dictionary<ColumnId, ColumnId> map = [];

        public ValueList<ColumnReference> Mapped(ValueList<ColumnReference> columns) => columns.Select(c => map.TryGetValue(c.Id, out var id) ? c with { Id = id } : c).ToValueList();

        public LogicalPlan Renew(LogicalPlan plan)
        {
            plan = plan.MapChildren(Renew);
            plan = plan switch
            {
                Relation relation => relation with { Columns = Fresh(relation.Columns) },
                Values values => values with { Columns = Fresh(values.Columns) },
                RangePlan range => range with { Column = Fresh([range.Column])[0] },
                CommonTableReference reference => reference with { Columns = Fresh(reference.Columns) },
                Union union => union with { Columns = Fresh(union.Columns) },
                Expand expand => expand with { Columns = FreshMade(expand) },
                Recursion recursion => recursion with { Columns = Fresh(recursion.Columns) },
                Generate generate => generate with { Columns = Fresh(generate.Columns) },
                UserRows rows => rows with { Columns = Fresh(rows.Columns) },
                Join { MarkColumn: { } mark } join => join with { MarkColumn = Fresh([mark])[0] },
                _ => plan,
            };
            foreach (var alias in plan.Expressions.OfType<Alias>())
                map[alias.Id] = next();
            return plan.MapExpressions(e => Renamed(e));
        }

        /// <summary>New columns; one that a leaf lists twice, under two names, stays one.</summary>
        private ValueList<ColumnReference> Fresh(ValueList<ColumnReference> columns)
        {
            foreach (var id in columns.Select(c => c.Id).Distinct())
                map[id] = next();
            return Mapped(columns);
        }

        /// <summary>An Expand passes its child's columns on under their own ids; only what it makes itself is new.</summary>
        private ValueList<ColumnReference> FreshMade(Expand expand) =>
            expand.Columns.Select(c => map.TryGetValue(c.Id, out var id) ? c with { Id = id } : Fresh([c])[0]).ToValueList();

        private Expression Renamed(Expression expression) => expression.Transform(e => e switch
        {
            ColumnReference column when map.TryGetValue(column.Id, out var id) => column with { Id = id },
            OuterReference outer when map.TryGetValue(outer.Column.Id, out var id) => outer with { Column = outer.Column with { Id = id } },
            Alias alias when map.TryGetValue(alias.Id, out var id) => alias with { Id = id },
            SubqueryExpression subquery => subquery with { Plan = subquery.Plan.Transform(p => p.MapExpressions(x => Renamed(x))) },
            _ => e,
        });
    }
}
