using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules;

/// <summary>Rules that run in order, once or until none of them changes the plan any more (or the iteration limit is met).</summary>
internal sealed record RuleBatch(string Name, bool Repeated, IReadOnlyList<Rule> Rules)
{
    public LogicalPlan Apply(LogicalPlan plan, PlanningContext context)
    {
        for (var round = 0; round < (Repeated ? context.Settings.MaxIterations : 1); round++)
        {
            var before = plan;
            foreach (var rule in Rules)
            {
                var rewritten = rule.Apply(plan, context);
                if (!ReferenceEquals(rewritten, plan))
                    context.Fired.Add(rule.Name);
                plan = rewritten;
            }

            if (ReferenceEquals(before, plan))
                break;
        }

        return plan;
    }
}
