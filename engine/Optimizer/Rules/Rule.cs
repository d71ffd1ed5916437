using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules;

/// <summary>One rewrite of a plan into an equal one. Returns the very same object where it finds nothing to do.</summary>
internal abstract class Rule
{
    public string Name => GetType().Name;

    public abstract LogicalPlan Apply(LogicalPlan plan, PlanningContext context);
}

/// <summary>A rewrite that looks at one node and what is directly below it, children first.</summary>
internal abstract class NodeRule : Rule
{
    public sealed override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.Transform(node => Rewrite(node, context));

    public abstract LogicalPlan Rewrite(LogicalPlan node, PlanningContext context);
}
