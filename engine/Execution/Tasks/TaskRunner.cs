using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Joins;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;
using Spindle.Plans.UserCode;
using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>Runs one task of a stage on the calling thread.</summary>
public static class TaskRunner
{
    private static readonly OperatorMetrics Idle = new(0, 0, 0, 0, 0);

    /// <summary>Runs the stage's plan over the task's inputs. What the output does with the rows is its own; nothing of the task is left when this returns or throws.</summary>
    /// <param name="inputs">One for each of <see cref="StagePlan.Leaves"/>.</param>
    /// <param name="blocks">Where <see cref="StageInputExec"/>s read.</param>
    /// <param name="tables">Makes tables of the descriptors in scans; a scan may also hold a table itself.</param>
    /// <param name="userFunctions">Opens the user's functions in the plan; null where there are none.</param>
    /// <param name="joinTables">Tables of broadcast rows that this process's tasks share; null where each task makes its own.</param>
    /// <exception cref="Columnar.Errors.SpindleException">The user's query failed, or memory is exhausted.</exception>
    /// <exception cref="OperationCanceledException">The task was cancelled.</exception>
    public static TaskMetrics Run(StagePlan stage, IReadOnlyList<TaskInput> inputs, TaskIdentity identity, IStageBlocks blocks, ITableOpener tables, ITaskOutput output,
        MemoryBudget budget, QuerySettings settings, CancellationToken cancellation, IUserFunctions? userFunctions = null, JoinTableCache? joinTables = null)
    {
        var started = Stopwatch.GetTimestamp();
        var plan = TaskLeafExec.Attach(stage.Plan, inputs);
        var ports = new TaskPorts(identity.Query, blocks, tables, joinTables);
        var written = new NodeMetrics();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var task = new TaskContext(budget, settings with { Threads = 1 }, stop, userFunctions) { Ports = ports, Partition = identity.Partition };
        ValueList<OperatorMetrics> nodes;
        try
        {
            foreach (var keys in stage.Published)
                task.RuntimeFilters.Publish(keys.FilterId, KeyFilter.Of(keys, budget));
            new PlanCompiler(task).Run(plan, new OutputSink(output, written));
            cancellation.ThrowIfCancellationRequested();
            var snapshot = task.Snapshot();
            nodes = plan.SelfAndDescendants().Select(n => snapshot.GetValueOrDefault(n) ?? Idle).ToValueList();
        }
        finally
        {
            task.Dispose();
        }

        return new TaskMetrics(written.Snapshot().Rows, ports.Scanned.Bytes, ports.Scanned.Rows, ports.Fetched.Bytes, ports.Fetched.Rows, 0, 0,
            nodes.Sum(n => n.SpilledBytes), nodes.Sum(n => n.PeakBytes), (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds)
        {
            Operators = nodes,
        };
    }
}
