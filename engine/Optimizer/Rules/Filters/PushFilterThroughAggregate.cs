using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// A condition on grouping columns alone keeps or drops whole groups. Not where there is no grouping: an empty input still has a row.
/// <code>Filter k > 1 (Aggregate [k] (X))  =>  Aggregate [k] (Filter k > 1 (X))</code>
/// </summary>
internal sealed class PushFilterThroughAggregate : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter { Child: Aggregate { Grouping.Count: > 0 } aggregate } filter)
            return node;
        var keys = aggregate.Results.Where(r => aggregate.Grouping.Contains(r.Unaliased())).Select(r => NamedOutput.Of(r).Id).ToHashSet();
        var split = FilterSplit.Of(filter.Condition, keys.Covers);
        if (split.Down.Count == 0)
            return node;
        var definitions = Substitution.Definitions(aggregate.Results);
        return FilterSplit.Over(split.Stay, aggregate with { Child = FilterSplit.Over(split.Down.Select(c => c.Replace(definitions)).ToList(), aggregate.Child) });
    }
}
