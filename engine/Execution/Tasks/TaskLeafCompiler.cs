using System.Diagnostics;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Scans;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>Makes the source of a leaf from what the task was given for it.</summary>
internal static class TaskLeafCompiler
{
    public static IReadOnlyList<Chain> Compile(TaskLeafExec node, TaskContext task, NodeMetrics metrics)
    {
        var ports = task.Ports ?? throw new UnreachableException("a leaf with a task's input outside a task");
        return node switch
        {
            { Input: NoInput } => [],
            { Leaf: ScanExec scan, Input: SplitsInput splits } => [new Chain(new ScanSource(scan, splits.Splits, task, metrics), [])],
            { Leaf: ScanExec scan, Input: WholeInput } => [new Chain(new ScanSource(scan, task, metrics), [])],
            { Leaf: RangeExec range, Input: RangeInput part } => [new Chain(new RangeSource(range with { Start = part.Start, End = part.End }, metrics), [])],
            { Leaf: RangeExec range, Input: WholeInput } => [new Chain(new RangeSource(range, metrics), [])],
            { Leaf: ValuesExec values, Input: WholeInput } => [new Chain(new ValuesSource(values, task, metrics), [])],
            { Leaf: StageInputExec stage, Input: PartitionsInput or WholeInput } => [new Chain(new StageInputSource(node, stage, node.Input, ports, task, metrics), [])],
            _ => throw new UnreachableException($"{node.Leaf.GetType().Name} cannot read {node.Input.GetType().Name}"),
        };
    }
}
