using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Rules.Mandatory;

/// <summary>
/// Gives each pair of partitioning and order a window node of its own.
/// <code>
/// Window [f OVER (p), g OVER (q)]  =>  Window [g OVER (q)]
///                                        Window [f OVER (p)]
/// </code>
/// </summary>
internal sealed class SplitWindows : Rule
{
    public override LogicalPlan Apply(LogicalPlan plan, PlanningContext context) => plan.TransformDeep(node => node is Window window ? Split(window) : node);

    private static LogicalPlan Split(Window window)
    {
        var groups = window.Calls.GroupBy(c => Key((WindowCall)c.Unaliased())).ToList();
        if (groups.Count == 1)
            return window;

        // Fewer sort keys first: a later window over a longer order finds its input partly sorted.
        var plan = window.Child;
        foreach (var group in groups.OrderBy(g => g.Key.Partition.Count + g.Key.Order.Count))
            plan = new Window(group.ToValueList(), plan) { Origin = window.Origin };
        return plan.Narrow(window.Output);
    }

    private static (ValueList<Expression> Partition, ValueList<SortKey> Order) Key(WindowCall call) => (call.PartitionBy, call.OrderBy);
}
