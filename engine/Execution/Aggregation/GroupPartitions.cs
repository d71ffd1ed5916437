using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Aggregation;

/// <summary>Groups on disk, cut by their keys' hashes into partitions that can be merged one at a time.</summary>
internal sealed class GroupPartitions(AggregateShape shape, TaskContext task, int level, NodeMetrics metrics)
{
    private const int Step = 2048;

    private readonly PartitionedFiles files = new(task, level, metrics);

    public SpillFile? this[int partition] => files[partition];

    /// <summary>Writes every group of a set.</summary>
    public void Write(GroupSet groups)
    {
        for (var start = 0; start < groups.Count; start += Step)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            var states = groups.States(start, Math.Min(Step, groups.Count - start));
            try
            {
                Write(states);
            }
            finally
            {
                states.Release();
            }
        }
    }

    /// <summary>Writes keys and states, lent, each row to its partition.</summary>
    public void Write(RecordBatch states) => files.Write(states, states.Columns[..shape.KeyTypes.Length]);

    public void Finish() => files.Finish();
}
