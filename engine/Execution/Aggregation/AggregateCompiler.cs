using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>Runs an aggregate's input into groups, and makes the chain that reads them.</summary>
internal static class AggregateCompiler
{
    public static IReadOnlyList<Chain> Compile(AggregateExec plan, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        var shape = new AggregateShape(plan, task.Settings.EqualHashes, task.UserFunctions);
        var sink = new AggregateSink(shape, task, metrics);
        compiler.Run(plan.Child, sink);
        return [new Chain(new GroupSource(shape, sink, task, metrics), [])];
    }
}
