using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Limits;

/// <summary>
/// What the order does not depend on is computed for the first rows only.
/// <code>
/// Limit n                          Project [f(x) AS y, k]
///   Sort k                    =>     Limit n
///     Project [f(x) AS y, k]           Sort k
///       X                                X
/// </code>
/// </summary>
internal sealed class ComputeAfterTopN : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Limit { Count: not null, Child: Sort { Global: true, Child: Project project } sort } limit
            || !project.Items.Any(i => i is Alias) || !project.Items.All(i => i.IsDeterministic))
            return node;
        var computed = project.Items.OfType<Alias>().Select(a => a.Id).ToHashSet();
        return sort.Keys.Any(k => computed.Touches(k.Expression))
            ? node
            : project with { Child = limit with { Child = sort with { Child = project.Child } } };
    }
}
