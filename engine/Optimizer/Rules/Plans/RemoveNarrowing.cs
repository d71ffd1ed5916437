using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// Drops projections that only leave columns out: every node asks for what it reads. Those that fix positions (see <see cref="PinOutputs"/>) stay.
/// <code>Join (Project [a] (A)) (B)  =>  Join (A) (B)</code>
/// </summary>
internal sealed class RemoveNarrowing : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => Walk(plan, positional: true);

    private static LogicalPlan Walk(LogicalPlan plan, bool positional)
    {
        var childrenArePositional = plan is Union or SharedPlans || (positional && plan is (Filter or Sort or Limit or Repartition));
        plan = plan.MapChildren(c => Walk(c, childrenArePositional));
        return !positional && plan is Project project && project.Items.All(i => i is ColumnReference) ? project.Child : plan;
    }
}
