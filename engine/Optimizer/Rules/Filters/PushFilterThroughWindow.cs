using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// A condition on columns that every call partitions by keeps or drops whole partitions.
/// <code>Filter p = 1 (Window [f OVER (PARTITION BY p)] (X))  =>  Window [f OVER (PARTITION BY p)] (Filter p = 1 (X))</code>
/// </summary>
internal sealed class PushFilterThroughWindow : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter { Child: Window window } filter)
            return node;
        var partitions = window.Calls.Select(c => ((WindowCall)c.Unaliased()).PartitionBy.OfType<ColumnReference>().Select(p => p.Id));
        var common = partitions.Aggregate((IEnumerable<ColumnId> a, IEnumerable<ColumnId> b) => a.Intersect(b)).ToHashSet();
        var split = FilterSplit.Of(filter.Condition, common.Covers);
        return split.Down.Count == 0 ? node : FilterSplit.Over(split.Stay, window with { Child = FilterSplit.Over(split.Down, window.Child) });
    }
}
