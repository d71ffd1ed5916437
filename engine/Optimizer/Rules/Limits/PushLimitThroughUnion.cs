using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Limits;

/// <summary>
/// No input needs to give more rows than all of them together.
/// <code>Limit n (Union A B)  =>  Limit n (Union (Limit n (A)) (Limit n (B)))</code>
/// </summary>
internal sealed class PushLimitThroughUnion : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context)
    {
        if (node is not Limit { Count: Literal, Offset: null, Child: Union union } limit || union.Inputs.All(IsLimited))
            return node;
        return limit with { Child = union with { Inputs = union.Inputs.Select(i => IsLimited(i) ? i : new Limit(limit.Count, null, i)).ToValueList() } };
    }

    /// <summary>Limits sink through projections, where this rule finds them again.</summary>
    private static bool IsLimited(LogicalPlan plan) => plan is Limit || (plan is Project project && IsLimited(project.Child));
}
