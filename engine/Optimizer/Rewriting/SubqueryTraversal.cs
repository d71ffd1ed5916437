using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Walks that enter the plans of subquery expressions.</summary>
internal static class SubqueryTraversal
{
    /// <summary>Rewrites subquery plans, then children, then the node itself.</summary>
    public static LogicalPlan TransformDeep(this LogicalPlan plan, Func<LogicalPlan, LogicalPlan> rewrite)
    {
        plan = plan.MapChildren(child => child.TransformDeep(rewrite));
        plan = plan.MapExpressions(expression => expression.MapSubqueries(subquery => subquery.TransformDeep(rewrite)));
        return rewrite(plan);
    }

    public static Expression MapSubqueries(this Expression expression, Func<LogicalPlan, LogicalPlan> map) => expression.Transform(e =>
    {
        if (e is not SubqueryExpression subquery)
            return e;
        var plan = map(subquery.Plan);
        return ReferenceEquals(plan, subquery.Plan) ? subquery : subquery with { Plan = plan };
    });

    public static IEnumerable<LogicalPlan> SelfAndDescendantsDeep(this LogicalPlan plan)
    {
        yield return plan;
        foreach (var expression in plan.Expressions)
            foreach (var subquery in expression.SelfAndDescendants().OfType<SubqueryExpression>())
                foreach (var node in subquery.Plan.SelfAndDescendantsDeep())
                    yield return node;
        foreach (var child in plan.Children)
            foreach (var node in child.SelfAndDescendantsDeep())
                yield return node;
    }

    public static bool HasSubquery(this Expression expression) => expression is SubqueryExpression || expression.Children.Any(HasSubquery);
}
