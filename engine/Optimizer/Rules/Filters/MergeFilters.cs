using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// The lower condition first: it may guard the upper one. Also drops conjuncts that are said twice and filters that keep everything.
/// <code>Filter a (Filter b (X))  =>  Filter b AND a (X)</code>
/// </summary>
internal sealed class MergeFilters : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter filter)
            return node;
        if (filter.Condition is Literal { Value: true })
            return filter.Child;
        if (filter.Child is Filter below)
            return new Filter(Predicates.And(Predicates.Conjuncts(below.Condition).Concat(Predicates.Conjuncts(filter.Condition)).Distinct())!, below.Child) { Origin = filter.Origin };
        return node;
    }
}
