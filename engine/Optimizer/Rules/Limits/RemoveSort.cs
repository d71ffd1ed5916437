using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Limits;

/// <summary>
/// Drops a sort whose order nobody sees: below an aggregate that does not depend on it, a join, or another sort.
/// <code>Aggregate [k] [sum(x)] (Sort y (X))  =>  Aggregate [k] [sum(x)] (X)</code>
/// </summary>
internal sealed class RemoveSort : NodeRule
{
    private static readonly HashSet<string> Orderless =
        ["sum", "count", "min", "max", "avg", "count_if", "bool_and", "bool_or", "stddev_samp", "stddev_pop", "var_samp", "var_pop", "bit_and", "bit_or", "bit_xor"];

    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) => node switch
    {
        Aggregate aggregate when aggregate.Results.All(r => r.Unaliased() is not AggregateCall call || Orderless.Contains(call.Function)) => Below(node),
        Join => Below(node),
        Sort { Global: true } => Below(node),
        _ => node,
    };

    private static LogicalPlan Below(LogicalPlan node) => node.MapChildren(Strip);

    private static LogicalPlan Strip(LogicalPlan plan) => plan switch
    {
        Sort sort => Strip(sort.Child),
        Project or Filter => plan.MapChildren(Strip),
        _ => plan,
    };
}
