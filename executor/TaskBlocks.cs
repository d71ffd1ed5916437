using Spindle.Execution.Tasks;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Executor;

/// <summary>The port through which one task reads what other stages of its query put out.</summary>
internal sealed class TaskBlocks(ExecutorContext executor, long query) : IStageBlocks
{
    public long EpochOf(StageInputExec input) => executor.Outputs.Find(query, input.StageId)?.Epoch ?? 0;

    public IBatchReader Open(StageInputExec input, TaskInput part, BlockContext context)
    {
        var outputs = executor.Outputs.Find(query, input.StageId) ?? throw new FetchFailedException(input.StageId, -1, "", 0, "the driver has not said where it is");
        // What everyone reads may have been dealt out by keys before it was known to be little.
        var all = new PartitionsInput(0, input.Partitioning is PassThroughPartitioning ? outputs.ExecutorOfMap.Count : Math.Max(1, outputs.Partitions));
        if (input.Partitioning is not BroadcastPartitioning)
            return new BlockSequence(executor, outputs, input.Columns, part as PartitionsInput ?? all, context, input.Partitioning is PassThroughPartitioning);
        if (context.IsOnly)
            return new BlockSequence(executor, outputs, input.Columns, all, context);
        return executor.Broadcasts.Open(query, input.StageId, outputs.Epoch, () => new BlockSequence(executor, outputs, input.Columns, all, context), context.Cancellation);
    }
}
