using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Aggregation;

/// <summary>Groups on disk, cut by their keys' hashes into partitions that can be merged one at a time.</summary>
internal sealed unsafe class GroupPartitions(AggregateShape shape, TaskContext task, int level, NodeMetrics metrics)
{
    public const int Count = 16;
    public const int MaxLevel = 6;

    private const int Step = 2048;

    private readonly SpillFile?[] files = new SpillFile?[Count];

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
    public void Write(RecordBatch states)
    {
        using var maps = new RowMaps(task.Budget);
        var rows = states.Rows;
        var hashes = new ulong[rows];
        var views = new ColumnView[shape.KeyTypes.Length];
        using var keys = new HashableColumns(states.Columns[..views.Length], task.Budget);
        for (var i = 0; i < views.Length; i++)
            views[i] = maps.View(keys[i], states.Selection);
        fixed (ulong* h = hashes)
            KeyHash.Compute(views, rows, h);
        for (var partition = 0; partition < Count; partition++)
        {
            var lanes = task.Budget.Allocate((long)rows * sizeof(int));
            var count = 0;
            for (var i = 0; i < rows; i++)
                if ((int)(hashes[i] >> (60 - 4 * level) & (Count - 1)) == partition)
                    ((int*)lanes.Pointer)[count++] = states.Lane(i);
            var part = states.With(new Selection(lanes, count));
            try
            {
                if (count > 0)
                    metrics.Spilled((files[partition] ??= task.Spill.Create()).Write(part, task.Budget));
            }
            finally
            {
                part.Release();
            }
        }
    }

    public void Finish()
    {
        foreach (var file in files)
            file?.Finish();
    }
}
