using Spindle.Optimizer.Exchanges;
using Spindle.Optimizer.Physical;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Rules;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer;

/// <summary>Turns a resolved logical plan into a physical one.</summary>
public sealed class QueryPlanner(OptimizerSettings settings, Topology topology)
{
    public OptimizerSettings Settings { get; } = settings;

    public Topology Topology { get; } = topology;

    /// <summary>The plan after all rewrites, for EXPLAIN EXTENDED.</summary>
    public LogicalPlan Optimize(LogicalPlan plan) => Optimize(plan, new PlanningContext(Settings), Topology);

    /// <summary>The plan that runs; its columns are those of the given plan, by position and name.</summary>
    public PhysicalPlan Plan(LogicalPlan plan) => Plan(plan, new PlanningContext(Settings), Topology);

    internal static PhysicalPlan Plan(LogicalPlan plan, PlanningContext context, Topology topology)
    {
        var optimized = Optimize(plan, context, topology);
        var names = plan.Output;
        var output = optimized.Output.Select((c, i) => c with { Name = names[i].Name }).ToList();
        var physical = new PhysicalPlanner(context).Plan(optimized, [.. output]);

        // Filters that leave a stage have their price, so exchanges come first.
        return RuntimeFilterPlacement.Place(topology.IsCluster ? ExchangePlacement.Place(physical, topology) : physical, topology);
    }

    private static LogicalPlan Optimize(LogicalPlan plan, PlanningContext context, Topology topology)
    {
        plan = topology.IsCluster ? SpreadHints.InSubqueries(plan) : SpreadHints.Remove(plan);
        foreach (var batch in context.Settings.Enabled ? RuleList.All : RuleList.Off)
            plan = batch.Apply(plan, context);
        return plan;
    }
}
