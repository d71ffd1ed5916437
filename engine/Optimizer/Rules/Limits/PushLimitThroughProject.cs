using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Limits;

/// <summary>
/// Fewer rows to compute, and the limit meets the sort below, with which it makes a TopN.
/// <code>Limit n (Project [x + 1 AS y] (X))  =>  Project [x + 1 AS y] (Limit n (X))</code>
/// </summary>
internal sealed class PushLimitThroughProject : NodeRule
{
    public override LogicalPlan Rewrite(LogicalPlan node, PlanningContext context) =>
        node is Limit { Child: Project project } limit ? project with { Child = limit with { Child = project.Child } } : node;
}
