using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>The columns of enclosing queries that a plan reads.</summary>
internal static class OuterReferences
{
    /// <summary>Outer columns that no plan inside produces, subqueries included.</summary>
    public static Dictionary<ColumnId, ColumnReference> Free(LogicalPlan plan)
    {
        var outer = new Dictionary<ColumnId, ColumnReference>();
        var produced = new HashSet<ColumnId>();
        Collect(plan, outer, produced);
        foreach (var id in produced)
            outer.Remove(id);
        return outer;
    }

    public static bool Touches(Expression expression, IReadOnlySet<ColumnId> columns) => expression switch
    {
        OuterReference outer => columns.Contains(outer.Column.Id),
        SubqueryExpression subquery when Free(subquery.Plan).Keys.Any(columns.Contains) => true,
        _ => expression.Children.Any(c => Touches(c, columns)),
    };

    public static bool Touches(LogicalPlan plan, IReadOnlySet<ColumnId> columns) => Free(plan).Keys.Any(columns.Contains);

    /// <summary>Turns outer references to the given columns into plain ones (or whatever the map says).</summary>
    public static Expression Resolve(Expression expression, IReadOnlyDictionary<ColumnId, Expression> columns) =>
        expression.Transform(e => e is OuterReference outer && columns.TryGetValue(outer.Column.Id, out var column) ? column : e);

    /// <summary>Resolves against columns that are now in reach under their own ids.</summary>
    public static Expression Resolve(Expression expression, IReadOnlySet<ColumnId> columns) =>
        expression.Transform(e => e is OuterReference outer && columns.Contains(outer.Column.Id) ? outer.Column : e);

    private static void Collect(LogicalPlan plan, Dictionary<ColumnId, ColumnReference> outer, HashSet<ColumnId> produced)
    {
        produced.UnionWith(Producing.By(plan).Select(c => c.Id));
        foreach (var expression in plan.Expressions)
            Collect(expression, outer, produced);
        foreach (var child in plan.Children)
            Collect(child, outer, produced);
    }

    private static void Collect(Expression expression, Dictionary<ColumnId, ColumnReference> outer, HashSet<ColumnId> produced)
    {
        if (expression is OuterReference reference)
            outer[reference.Column.Id] = reference.Column;
        if (expression is SubqueryExpression subquery)
            Collect(subquery.Plan, outer, produced);
        foreach (var child in expression.Children)
            Collect(child, outer, produced);
    }
}
