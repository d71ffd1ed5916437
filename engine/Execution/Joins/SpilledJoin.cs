using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Joins;

/// <summary>Both sides of a join on disk, cut by their keys' hashes, so that equal keys lie in partitions of equal number.</summary>
internal sealed class SpilledJoin(JoinShape shape, TaskContext task, NodeMetrics metrics)
{
    private readonly PartitionedFiles build = new(task, 0, metrics);
    private readonly PartitionedFiles probe = new(task, 0, metrics);
    private int hasNullKey;

    /// <summary>True where some row of the whole build side has a null key that equals nothing.</summary>
    public bool HasNullKey => hasNullKey != 0;

    /// <summary>A build row's columns on disk: the kept ones, then the keys.</summary>
    public DataType[] BuildTypes { get; } = [.. shape.RightColumns.Select(c => shape.Right.Fields[c].Type), .. shape.RightKeys.Select(k => k.Type)];

    /// <summary>A probe row's columns on disk: all of them, then the keys.</summary>
    public DataType[] ProbeTypes { get; } = [.. shape.Left.Fields.Select(f => f.Type), .. shape.LeftKeys.Select(k => k.Type)];

    /// <summary>Whether the build side had any row; known once it is finished.</summary>
    public bool IsEmpty => build.Rows == 0;

    public SpillFile? Build(int partition) => build[partition];

    public SpillFile? Probe(int partition) => probe[partition];

    /// <summary>Moves a worker's build rows to disk.</summary>
    public void WriteBuild(JoinBuild.Part part)
    {
        foreach (var (columns, keys, rows) in part.Batches)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            if (NullKeys.Any(keys, shape.NullSafe))
                for (var i = 0; i < rows && hasNullKey == 0; i++)
                    if (NullKeys.IsNull(keys, shape.NullSafe, i))
                        Volatile.Write(ref hasNullKey, 1);
            Write(build, columns, keys, rows, null);
        }

        part.Dispose();
    }

    /// <summary>Writes probe rows; all is lent.</summary>
    public void WriteProbe(RecordBatch batch, Vector[] keys) => Write(probe, batch.Columns, keys, batch.Length, batch.Selection);

    public void FinishBuild() => build.Finish();

    public void FinishProbe() => probe.Finish();

    private static void Write(PartitionedFiles files, ReadOnlySpan<Vector> columns, ReadOnlySpan<Vector> keys, int length, Selection? selection)
    {
        var all = new Vector[columns.Length + keys.Length];
        for (var i = 0; i < all.Length; i++)
            all[i] = (i < columns.Length ? columns[i] : keys[i - columns.Length]).Retain();
        var batch = new RecordBatch(all, length, selection?.Retain());
        try
        {
            files.Write(batch, keys);
        }
        finally
        {
            batch.Release();
        }
    }
}
