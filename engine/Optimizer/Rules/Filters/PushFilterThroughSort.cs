using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// <code>Filter c (Sort k (X))  =>  Sort k (Filter c (X))</code>
/// </summary>
internal sealed class PushFilterThroughSort : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) =>
        node is Filter { Child: Sort sort } filter && filter.Condition.IsDeterministic ? sort with { Child = filter with { Child = sort.Child } } : node;
}
