using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules;

/// <summary>Applies several rules to a node until none of them changes it, then to its children: what sinks reaches its place in one walk.</summary>
internal sealed class TopDownRules(params IReadOnlyList<NodeRule> rules) : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        for (var round = 0; round < context.Settings.MaxIterations; round++)
        {
            var before = plan;
            foreach (var rule in rules)
            {
                var rewritten = rule.Rewrite(plan, context);
                if (!ReferenceEquals(rewritten, plan))
                    context.Fired.Add(rule.Name);
                plan = rewritten;
            }

            if (ReferenceEquals(before, plan))
                break;
        }

        return plan.MapChildren(c => Apply(c, context));
    }
}
