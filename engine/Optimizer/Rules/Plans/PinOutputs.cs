using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Plans;

/// <summary>
/// Puts a projection where columns are told apart by position (the root, a union's inputs, shared plans, subqueries), so that everywhere else rules may add and
/// drop columns below a node freely.
/// </summary>
internal sealed class PinOutputs : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        var root = SharedPlans.Of(plan.Transform(node => node is Union union ? union with { Inputs = union.Inputs.Select(Pin).ToValueList() } : node));
        return new SharedPlans(
            root.Shares.Select(s => s with { Plan = Pin(s.Plan) }).ToValueList(),
            root.Subqueries.Select(Pin).ToValueList(),
            Pin(root.Child)).Unwrapped();
    }

    private static LogicalPlan Pin(LogicalPlan plan) => plan is Project ? plan : new Project(plan.Output.Cast<Expression>().ToValueList(), plan);
}
