using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Spilling;

/// <summary>
/// Rows on disk, cut by the hashes of their keys into files that can be worked off one at a time. A file that is still too large is cut again at the next level, by other bits of the hashes.
/// Several workers may write.
/// </summary>
/// <param name="level">0 to <see cref="MaxLevel"/>.</param>
internal sealed unsafe class PartitionedFiles(TaskContext task, int level, NodeMetrics metrics)
{
    public const int Count = 16;
    public const int MaxLevel = 6;

    private readonly SpillFile?[] files = new SpillFile?[Count];
    private readonly Lock gate = new();

    /// <summary>A partition's file; null where it has no rows.</summary>
    public SpillFile? this[int partition] => files[partition];

    /// <summary>Rows of all partitions.</summary>
    public long Rows => files.Sum(f => f?.Rows ?? 0);

    /// <summary>Writes a batch's rows, each to its partition; all is lent.</summary>
    /// <param name="batch">What is written.</param>
    /// <param name="keys">Vectors of the batch's length, whose hashes decide.</param>
    public void Write(RecordBatch batch, ReadOnlySpan<Vector> keys)
    {
        using var maps = new RowMaps(task.Budget);
        var rows = batch.Rows;
        var hashes = new ulong[rows];
        using (var hashable = new HashableColumns(keys, task.Budget))
        {
            var views = new ColumnView[keys.Length];
            for (var i = 0; i < views.Length; i++)
                views[i] = maps.View(hashable[i], batch.Selection);
            fixed (ulong* h = hashes)
                KeyHash.Compute(views, rows, h);
        }

        for (var partition = 0; partition < Count; partition++)
        {
            var lanes = task.Budget.Allocate(Math.Max(1L, rows) * sizeof(int));
            var count = 0;
            for (var i = 0; i < rows; i++)
                if ((int)(hashes[i] >> (60 - 4 * level) & (Count - 1)) == partition)
                    ((int*)lanes.Pointer)[count++] = batch.Lane(i);
            var part = batch.With(new Selection(lanes, count));
            try
            {
                if (count > 0)
                    lock (gate)
                        (files[partition] ??= task.Spill.Create(metrics)).Write(part, task.Budget);
            }
            finally
            {
                part.Release();
            }
        }
    }

    /// <summary>Ends writing.</summary>
    public void Finish()
    {
        foreach (var file in files)
            file?.Finish();
    }
}
