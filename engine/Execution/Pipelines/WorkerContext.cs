using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Functions.Evaluation;

namespace Spindle.Execution.Pipelines;

/// <summary>One worker thread of a task: what its stages share.</summary>
internal sealed class WorkerContext(TaskContext task, int index)
{
    private NodeMetrics? current;
    private EvaluationContext? evaluation;
    private readonly PartitionNumber partition = new();
    private long sequence;
    private long since;
    private long asked;

    public TaskContext Task { get; } = task;

    /// <summary>0 to threads - 1.</summary>
    public int Index { get; } = index;

    /// <summary>Through the account of the node that is at work.</summary>
    public MemoryBudget Budget => current?.Account(Task.Budget) ?? Task.Budget;

    /// <summary>The number of the morsel in work, consecutive within a pipeline: rows of a lower one come first. Where the whole query runs in this process a morsel is a partition.</summary>
    public long Sequence
    {
        get => sequence;
        set
        {
            sequence = value;
            partition.Value = Task.Ports is null ? (int)value : Task.Partition;
        }
    }

    public EvaluationContext Evaluation => current is null ? Unaccounted : EvaluationOf(current);

    private EvaluationContext Unaccounted =>
        evaluation ??= new EvaluationContext(Task.Budget) { Subquery = Task.Subquery, UserFunctions = Task.UserFunctions, Partition = partition };

    /// <summary>The node that is charged now.</summary>
    public NodeMetrics? Charged => current;

    /// <summary>The end of the worker's chain, while one runs.</summary>
    public SinkStage? End { get; set; }

    /// <summary>
    /// Asks for room for what the source of the running chain holds: the rows at the chain's end go to disk, now on this worker and at their next batch on the others. True when some were given back.
    /// </summary>
    public bool MakeRoom()
    {
        asked = Task.AskForRoom();
        return End?.Spill() ?? false;
    }

    /// <summary>Spills what the end of the chain holds, where another worker asked for room since the last time; called between batches.</summary>
    public void GiveRoom()
    {
        var now = Task.RoomAsked;
        if (now == asked)
            return;
        asked = now;
        End?.Spill();
    }

    /// <summary>Evaluation that a node pays for.</summary>
    public EvaluationContext EvaluationOf(NodeMetrics node) => Unaccounted with { Budget = node.Account(Task.Budget) };

    public void CheckCancelled() => Task.Cancellation.ThrowIfCancellationRequested();

    /// <summary>Charges the time from now on to a node; returns the node that was charged before.</summary>
    public NodeMetrics? Charge(NodeMetrics? node)
    {
        var now = Stopwatch.GetTimestamp();
        var before = current;
        before?.Time(now - since);
        current = node;
        since = now;
        return before;
    }
}
