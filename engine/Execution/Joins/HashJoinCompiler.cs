using Spindle.Columnar.Types;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Joins;

/// <summary>Runs a join's build side, publishes its keys for the probe side's scans, and makes the chains that probe.</summary>
internal static class HashJoinCompiler
{
    public static IReadOnlyList<Chain> Compile(HashJoinExec join, PlanCompiler compiler, TaskContext task, NodeMetrics metrics) =>
        Compile(JoinShape.Of(join), join.Left, join.Right, join.RuntimeFilterId, compiler, task, metrics);

    /// <summary>A join without keys: the same table, of which every probe row has all rows as candidates.</summary>
    public static IReadOnlyList<Chain> Compile(NestedLoopJoinExec join, PlanCompiler compiler, TaskContext task, NodeMetrics metrics) =>
        Compile(JoinShape.Of(join), join.Left, join.Right, [], compiler, task, metrics);

    private static IReadOnlyList<Chain> Compile(JoinShape shape, PhysicalPlan left, PhysicalPlan right, ValueList<int> filterIds, PlanCompiler compiler, TaskContext task, NodeMetrics metrics)
    {
        JoinBuildSink? own = null;
        if (JoinTableKey.Of(shape, right, filterIds, task) is { } key)
        {
            var ports = task.Ports!;
            var lease = ports.JoinTables!.Acquire(key, filters =>
            {
                // The table is all that this process will want of these rows.
                ports.ReadOnce.Add(right);
                own = new JoinBuildSink(shape, filterIds, filters, task, metrics, isShared: true);
                return Made(own, right, compiler);
            }, task.Cancellation);
            if (lease is not null)
            {
                lease.LendFilters(task.RuntimeFilters);
                return Probe(shape, lease.Table, task.Own(lease), compiler.Compile(left), metrics);
            }
        }

        if (own is null)
            compiler.Run(right, own = new JoinBuildSink(shape, filterIds, task.RuntimeFilters, task, metrics));
        return Probe(shape, own, compiler.Compile(left), task, metrics);
    }

    private static JoinTable? Made(JoinBuildSink sink, PhysicalPlan right, PlanCompiler compiler)
    {
        try
        {
            compiler.Run(right, sink);
            return sink.Table;
        }
        catch
        {
            sink.Table?.Dispose();
            throw;
        }
    }

    private static IReadOnlyList<Chain> Probe(JoinShape shape, JoinBuildSink build, IReadOnlyList<Chain> left, TaskContext task, NodeMetrics metrics)
    {
        if (build.Spilled is { } spilled)
        {
            var write = new SpillProbeOperator(shape, spilled, metrics);
            return [.. left.Select(c => c.With(write)), new Chain(new SpilledJoinSource(shape, spilled, task, metrics), [], AfterEarlier: true)];
        }

        return Probe(shape, build.Table!, build.Table!, left, metrics);
    }

    private static IReadOnlyList<Chain> Probe(JoinShape shape, JoinTable table, IDisposable hold, IReadOnlyList<Chain> left, NodeMetrics metrics)
    {
        var probe = new JoinProbeOperator(shape, table, metrics);
        var chains = left.Select(c => c.With(probe)).ToList();
        if (shape.KeepsBuildRows)
            chains.Add(new Chain(new BuildRowSource(shape, table, metrics), [], AfterEarlier: true));
        chains[^1] = chains[^1] with { Uses = [.. chains[^1].Uses, hold] };
        return chains;
    }
}
