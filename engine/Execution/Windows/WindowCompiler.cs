using Spindle.Columnar.Types;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sorting;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Windows;

/// <summary>Sorts a window's input by partition and order, and makes the chain that adds the calls' columns.</summary>
internal static class WindowCompiler
{
    public static IReadOnlyList<Chain> Compile(WindowExec plan, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        ValueList<SortKey> keys = [.. plan.PartitionBy.Select(p => new SortKey(p, Descending: false, NullsFirst: true)), .. plan.OrderBy];
        var sink = new SortSink(new SortShape(plan.Child.Schema, keys), task, metrics);
        compiler.Run(plan.Child, sink);
        return [new Chain(new WindowSource(plan, sink, metrics), []) { Uses = [sink] }];
    }
}
