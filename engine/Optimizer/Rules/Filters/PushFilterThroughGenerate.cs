using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// A condition on the child's own columns need not wait for the generator.
/// <code>Filter a = 1 (Generate explode(x) AS e (X))  =>  Generate explode(x) AS e (Filter a = 1 (X))</code>
/// </summary>
internal sealed class PushFilterThroughGenerate : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter { Child: Generate generate } filter)
            return node;
        var split = FilterSplit.Of(filter.Condition, ColumnSets.OutputOf(generate.Child).Covers);
        return split.Down.Count == 0 ? node : FilterSplit.Over(split.Stay, generate with { Child = FilterSplit.Over(split.Down, generate.Child) });
    }
}
