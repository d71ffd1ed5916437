using Spindle.Analysis.Scopes;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Expressions;

/// <summary>The columns of enclosing queries that a subquery reads: Spark's names of subqueries list them, <c>scalarsubquery(a, b)</c>.</summary>
internal static class OuterColumnNames
{
    public static Expression Name(SubqueryExpression subquery, string function, ExpressionScope scope)
    {
        var columns = Of(subquery.Plan).Distinct().ToList();
        return columns.Count == 0 ? subquery : scope.Names.Give(subquery, $"{function}({string.Join(", ", columns.Select(c => c.Name))})");
    }

    public static IEnumerable<ColumnReference> Of(LogicalPlan plan)
    {
        foreach (var child in plan.Children)
            foreach (var column in Of(child))
                yield return column;
        foreach (var expression in plan.Expressions.SelectMany(e => e.SelfAndDescendants()))
        {
            if (expression is OuterReference outer)
                yield return outer.Column;
            else if (expression is SubqueryExpression inner)
                foreach (var column in Of(inner.Plan))
                    yield return column;
        }
    }
}
