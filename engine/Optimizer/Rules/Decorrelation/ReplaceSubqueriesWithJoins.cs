using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>
/// Turns every subquery expression and every lateral join into ordinary joins, or into a value that is computed once. Innermost subqueries first: what a
/// subquery reads of queries further out stays an outer reference until their turn.
/// </summary>
internal sealed class ReplaceSubqueriesWithJoins : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        var root = SharedPlans.Of(plan);
        var rewriter = new SubqueryRewriter(root.Subqueries);
        var shares = root.Shares.Select(s => s with { Plan = rewriter.Rewrite(s.Plan) }).ToList();
        var child = rewriter.Rewrite(root.Child);
        return ReferenceEquals(child, root.Child) && shares.Zip(root.Shares).All(p => ReferenceEquals(p.First.Plan, p.Second.Plan))
            ? plan
            : new SharedPlans([.. shares], [.. rewriter.OnceOnly], child).Unwrapped();
    }
}
