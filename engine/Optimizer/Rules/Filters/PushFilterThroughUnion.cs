using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Filters;

/// <summary>
/// <code>Filter c (Union A B)  =>  Union (Filter c (A)) (Filter c (B))</code>
/// </summary>
internal sealed class PushFilterThroughUnion : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Filter { Child: Union union } filter)
            return node;
        var split = FilterSplit.Of(filter.Condition, static _ => true);
        if (split.Down.Count == 0)
            return node;
        var inputs = union.Inputs.Select(input =>
        {
            var output = input.Output;
            var columns = union.Columns.Select((c, i) => (c.Id, Column: (Expression)output[i])).ToDictionary(p => p.Id, p => p.Column);
            return FilterSplit.Over(split.Down.Select(c => c.Replace(columns)).ToList(), input);
        });
        return FilterSplit.Over(split.Stay, union with { Inputs = inputs.ToValueList() });
    }
}
