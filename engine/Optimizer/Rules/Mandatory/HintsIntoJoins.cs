using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// Hands each hint to the join that its relation is a side of, through whatever reads that one relation alone; where there is no join, the hint is dropped. Of two for one side the outer one counts.
/// <code>Join a (Project (ResolvedHint broadcast b))  =>  Join right hint broadcast a (Project b)</code>
/// </summary>
internal sealed class HintsIntoJoins : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.SelfAndDescendantsDeep().Any(n => n is ResolvedHint)
        ? plan.TransformDeep(node => node is Join join ? Taking(join) : node).TransformDeep(node => node is ResolvedHint hint ? hint.Child : node)
        : plan;

    private static Join Taking(Join join)
    {
        var (left, leftHint) = Taken(join.Left);
        var (right, rightHint) = Taken(join.Right);
        return leftHint == JoinStrategy.Any && rightHint == JoinStrategy.Any ? join : join with { Left = left, Right = right, LeftHint = leftHint, RightHint = rightHint };
    }

    private static (LogicalPlan Plan, JoinStrategy Hint) Taken(LogicalPlan plan)
    {
        switch (plan)
        {
            case ResolvedHint hint:
                return (Taken(hint.Child).Plan, hint.Strategy);
            case UnaryPlan unary:
                var (child, strategy) = Taken(unary.Child);
                return (strategy == JoinStrategy.Any ? plan : unary.WithChildren([child]), strategy);
            default:
                return (plan, JoinStrategy.Any);
        }
    }
}
