using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rewriting;

/// <summary>Which columns come into being at a node.</summary>
internal static class Producing
{
    public static IEnumerable<ColumnReference> By(LogicalPlan plan) => plan switch
    {
        LeafPlan => plan.Output,
        Project project => project.Items.OfType<Alias>().Select(a => a.ToReference()),
        Aggregate aggregate => aggregate.Results.OfType<Alias>().Select(a => a.ToReference()),
        Window window => window.Calls.OfType<Alias>().Select(a => a.ToReference()),
        Union union => union.Columns,
        Expand expand => expand.Columns,
        Generate generate => generate.Columns,
        UserRows rows => rows.Columns,
        Join { MarkColumn: { } mark } => [mark],
        _ => [],
    };
}
