using Spindle.Columnar.Types;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Joins;

/// <summary>Runs a join's build side, publishes its keys for the probe side's scans, and makes the chains that probe.</summary>
internal static class HashJoinCompiler
{
    public static IReadOnlyList<Chain> Compile(HashJoinExec join, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        var shape = JoinShape.Of(join);
        var sink = Build(shape, join.Right, join.RuntimeFilterId, compiler, task, metrics);
        return Probe(shape, sink, compiler.Compile(join.Left), task, metrics);
    }

    /// <summary>A join without keys: the same table, of which every probe row has all rows as candidates.</summary>
    public static IReadOnlyList<Chain> Compile(NestedLoopJoinExec join, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        var shape = JoinShape.Of(join);
        var sink = Build(shape, join.Right, [], compiler, task, metrics);
        return Probe(shape, sink, compiler.Compile(join.Left), task, metrics);
    }

    private static JoinBuildSink Build(JoinShape shape, PhysicalPlan right, ValueList<int> filterIds, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        var sink = new JoinBuildSink(shape, filterIds, task, metrics);
        compiler.Run(right, sink);
        return sink;
    }

    private static IReadOnlyList<Chain> Probe(JoinShape shape, JoinBuildSink build, IReadOnlyList<Chain> left, TaskContext task, NodeMetrics metrics)
    {
        if (build.Spilled is { } spilled)
        {
            var write = new SpillProbeOperator(shape, spilled, metrics);
            return [.. left.Select(c => c.With(write)), new Chain(new SpilledJoinSource(shape, spilled, task, metrics), [], AfterEarlier: true)];
        }

        var table = build.Table!;
        var probe = new JoinProbeOperator(shape, table, metrics);
        var chains = left.Select(c => c.With(probe)).ToList();
        if (shape.KeepsBuildRows)
            chains.Add(new Chain(new BuildRowSource(shape, table, metrics), [], AfterEarlier: true));
        chains[^1] = chains[^1] with { Uses = [.. chains[^1].Uses, table] };
        return chains;
    }
}
