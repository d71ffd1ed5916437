using Spindle.Execution.Pipelines;
using Spindle.Execution.Streaming;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>Runs an aggregate's input into groups, and makes the chain that reads them.</summary>
internal static class AggregateCompiler
{
    public static IReadOnlyList<Chain> Compile(AggregateExec plan, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        if (DistinctPhases.Of(plan) is not { } phases)
            return Group(plan, null, compiler.Compile(plan.Child), task, metrics, metrics);
        // The rows between the two are nobody's output.
        var input = compiler.Compile(plan.Child);
        if (phases.Expand is { } expand)
            input = [.. input.Select(c => c.With(new ExpandOperator(expand, new NodeMetrics())))];
        var between = Group(phases.First, null, input, task, metrics, new NodeMetrics());
        return Group(phases.Second, phases.States, between, task, metrics, metrics);
    }

    private static IReadOnlyList<Chain> Group(AggregateExec plan, int[]? states, IReadOnlyList<Chain> input, TaskContext task, NodeMetrics metrics, NodeMetrics output)
    {
        var shape = new AggregateShape(plan, task.Settings.EqualHashes, task.UserFunctions, states);
        var sink = new AggregateSink(shape, task, metrics);
        new Pipeline(input, sink).Run(task);
        return [new Chain(new GroupSource(shape, sink, task, metrics, output), []) { Uses = [sink] }];
    }
}
