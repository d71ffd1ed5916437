using Spindle.Columnar.Memory;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>What other stages put out, as a task reads it: the port to blocks in this process and in others.</summary>
public interface IStageBlocks
{
    /// <summary>Reads a part of a stage's output; map tasks come in their order and partitions in theirs, so that the same input has the same order of rows.</summary>
    /// <param name="input">The leaf that reads.</param>
    /// <param name="part">A <see cref="PartitionsInput"/>, or <see cref="WholeInput"/> for everything.</param>
    IBatchReader Open(StageInputExec input, TaskInput part, BlockContext context);

    /// <summary>Grows when the stage's output is computed anew, so that what was made of it before is made again.</summary>
    long EpochOf(StageInputExec input);
}

/// <summary>What a reader of blocks needs while it runs.</summary>
/// <param name="Budget">Pays for the batches.</param>
/// <param name="BatchRows">Rows a batch at most.</param>
/// <param name="Metrics">Told of the bytes read, as they are stored.</param>
public sealed record BlockContext(MemoryBudget Budget, int BatchRows, IScanMetrics Metrics, CancellationToken Cancellation)
{
    /// <summary>No other task of this process will read these rows: a copy for them is not worth its memory.</summary>
    public bool IsOnly { get; init; }
}
