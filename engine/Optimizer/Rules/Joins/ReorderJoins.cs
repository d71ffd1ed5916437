using Spindle.Optimizer.JoinOrder;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Joins;

/// <summary>
/// Puts each tree of joins into the order that is estimated to cost least: exactly where it is small enough, else greedily.
/// <code>Join (Join lineitem orders) customer'  =>  Join lineitem (Join orders customer')</code>
/// </summary>
internal sealed class ReorderJoins : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        context.Estimator.Register(plan);
        return Walk(plan, context);
    }

    private static LogicalPlan Walk(LogicalPlan plan, PlanningContext context)
    {
        var top = plan is Filter { Child: Join below } ? below : plan as Join;
        if (top is null || !JoinGraphBuilder.IsReorderable(top) || plan is Filter { Condition.IsDeterministic: false })
            return plan.MapChildren(c => Walk(c, context));
        if (JoinGraphBuilder.Build(plan, context.Estimator, input => Walk(input, context)) is not { } graph)
            return plan;
        var tree = ExactJoinOrder.Find(graph, context.Settings.MaxJoinPairs) ?? GreedyJoinOrder.Find(graph);
        return tree is null ? plan : JoinTreePlan.Of(graph, tree);
    }
}
