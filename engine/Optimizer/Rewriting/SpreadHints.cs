using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Takes out what says how rows are spread, where that means nothing: in one process, and inside subqueries, which become joins.</summary>
internal static class SpreadHints
{
    public static LogicalPlan Remove(LogicalPlan plan) => InSubqueries(plan.Transform(node => node is Repartition spread ? spread.Child : node));

    public static LogicalPlan InSubqueries(LogicalPlan plan) => plan.Transform(node => node.MapExpressions(e => e.Transform(
        inner => inner is SubqueryExpression subquery && Removed(subquery.Plan) is var bare && !ReferenceEquals(bare, subquery.Plan) ? subquery with { Plan = bare } : inner)));

    private static LogicalPlan Removed(LogicalPlan plan) => Remove(plan);
}
