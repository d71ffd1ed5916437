using Spindle.Execution.Pipelines;
using Spindle.Execution.Streaming;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Sorting;

/// <summary>Runs the input of a sort, and makes the chain that reads it in order.</summary>
internal static class SortCompiler
{
    /// <summary>Past so many rows the first rows of an order are found by sorting all, which can spill.</summary>
    private const long MostInMemory = 100_000;

    public static IReadOnlyList<Chain> Compile(SortExec plan, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        var sink = new SortSink(new SortShape(plan.Child.Schema, plan.Keys), task, metrics);
        compiler.Run(plan.Child, sink);
        return [new Chain(new SortedSource(sink, metrics), []) { Uses = [sink] }];
    }

    public static IReadOnlyList<Chain> Compile(TopNExec plan, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        var shape = new SortShape(plan.Child.Schema, plan.Keys);
        if (plan.Count > MostInMemory || plan.Offset > MostInMemory)
        {
            var sorted = new SortSink(shape, task, metrics);
            compiler.Run(plan.Child, sorted);
            return [new Chain(new SortedSource(sorted, new NodeMetrics()), [new SliceOperator(plan.Offset, plan.Count, metrics)]) { Uses = [sorted] }];
        }

        var top = new TopNSink(shape, (int)(plan.Count + plan.Offset), task, metrics);
        compiler.Run(plan.Child, top);
        return [new Chain(new TopNSource(top, plan.Offset, plan.Count, metrics), [])];
    }
}
