using Spindle.Columnar.Types;

namespace Spindle.Plans.Running;

/// <summary>What one attempt at a task did. Times in nanoseconds, sizes in bytes.</summary>
/// <param name="Rows">Rows that it put out.</param>
/// <param name="InputBytes">Bytes that scans read.</param>
/// <param name="InputRows">Rows that scans gave.</param>
/// <param name="ShuffleReadBytes">Bytes of blocks that it read, as they are stored.</param>
/// <param name="ShuffleWrittenBytes">Bytes of the blocks of its map output, as they are stored.</param>
/// <param name="SpilledBytes">Bytes that it wrote to disk for lack of memory.</param>
/// <param name="PeakBytes">The most memory that its operators held together, at least.</param>
/// <param name="RunNanoseconds">From its start to its end on the thread that ran it.</param>
public sealed record TaskMetrics(long Rows, long InputBytes, long InputRows, long ShuffleReadBytes, long ShuffleReadRows, long ShuffleWrittenBytes, long ShuffleWrittenRows,
    long SpilledBytes, long PeakBytes, long RunNanoseconds)
{
    /// <summary>Figures of the nodes of the stage's plan, in the order of <see cref="Physical.PhysicalPlan.SelfAndDescendants"/>.</summary>
    public ValueList<OperatorMetrics> Operators { get; init; } = [];
}
