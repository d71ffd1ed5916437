using Spindle.Columnar.Types;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Tasks;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Joins;

/// <summary>What a table is made of: two joins whose keys are equal probe the same table, be they of one stage or of two.</summary>
/// <param name="Epoch">Of the rows: those of a stage that was computed anew are others.</param>
/// <param name="Columns">The columns that are kept.</param>
/// <param name="HasNullRow">A lane of nulls stands behind the rows.</param>
/// <param name="FilterIds">Where the keys' values are published for scans.</param>
internal sealed record JoinTableKey(long Query, StageInputExec Input, long Epoch, ValueList<Expression> Keys, ValueList<bool> NullSafe, ValueList<int> Columns, bool HasNullRow, ValueList<int> FilterIds)
{
    /// <summary>Null where each task has a table of its own: its build side is no broadcast, a probe leaves marks in it, or its keys are the user's code, which counts for the task that runs it.</summary>
    public static JoinTableKey? Of(JoinShape shape, PhysicalPlan right, ValueList<int> filterIds, TaskContext task) =>
        task.Ports is { JoinTables: not null } ports && right is TaskLeafExec { Leaf: StageInputExec { Partitioning: BroadcastPartitioning } input }
        && !shape.KeepsBuildRows && !task.Settings.SpillEverything && shape.RightKeys.All(k => k.IsDeterministic && !k.SelfAndDescendants().Any(e => e is UserCall))
            ? new JoinTableKey(ports.Query, input, ports.Blocks.EpochOf(input), shape.RightKeys, shape.NullSafe, shape.RightColumns, shape.KeepsProbeRows, filterIds)
            : null;
}
