using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Exchange;

/// <summary>Says for each row which partition it goes to. One thread's.</summary>
internal abstract unsafe class RowPartitioner : IDisposable
{
    /// <param name="map">The number of the map task.</param>
    /// <returns>Null where all rows go to one partition.</returns>
    public static RowPartitioner? Create(Partitioning partitioning, int map, EvaluationContext context) => partitioning switch
    {
        { Partitions: 1 } or PassThroughPartitioning => null,
        HashPartitioning hash => new HashPartitioner(hash, context),
        RangePartitioning range => new RangePartitioner(range, context),
        RoundRobinPartitioning turns => new RoundRobinPartitioner(turns.Partitions, map),
        _ => throw new UnreachableException(partitioning.Describe()),
    };

    /// <summary>Columns of the rows, by their place, whose words <see cref="Assign"/> leaves in the hashes; null where it leaves none.</summary>
    public virtual IReadOnlyList<int>? Hashed => null;

    /// <summary>Writes a partition for each row of the batch, which is lent, and what <see cref="Hashed"/> says.</summary>
    /// <param name="hashes">One a row, as <see cref="KeyHash"/> makes them.</param>
    public abstract void Assign(RecordBatch batch, int* partitions, ulong* hashes);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Deals rows out by the hash of their keys, the same in every process and for every form of a vector.</summary>
internal sealed unsafe class HashPartitioner(HashPartitioning partitioning, EvaluationContext context) : RowPartitioner
{
    private readonly ProjectionEvaluator keys = ProjectionEvaluator.Compile(partitioning.Keys, context);
    private readonly RowMaps maps = new(context.Budget);

    public override IReadOnlyList<int> Hashed { get; } = [.. partitioning.Keys.OfType<BoundReference>().Select(k => k.Ordinal).Distinct()];

    public override void Assign(RecordBatch batch, int* partitions, ulong* hashes)
    {
        var rows = batch.Rows;
        var vectors = keys.Evaluate(batch);
        try
        {
            using var hashable = new HashableColumns(vectors, context.Budget);
            maps.Reset();
            var views = new ColumnView[vectors.Length];
            for (var i = 0; i < views.Length; i++)
                views[i] = maps.View(hashable[i], batch.Selection);
            KeyHash.Compute(views, rows, hashes);
        }
        finally
        {
            foreach (var vector in vectors)
                vector.Release();
        }

        var count = (ulong)partitioning.Partitions;
        for (var i = 0; i < rows; i++)
            partitions[i] = Place(hashes[i], count);
    }

    public override void Dispose()
    {
        keys.Dispose();
        maps.Dispose();
        base.Dispose();
    }

    // Tables and spill files of the next stage take bits of the same hash: mixing it once more keeps them from meeting rows that all have those bits in common.
    private static int Place(ulong hash, ulong count) => (int)((unchecked((hash ^ hash >> 29) * 0xBF58476D1CE4E5B9UL) >> 32) * count >> 32);
}

/// <summary>Deals rows out in turn, beginning at a place that depends on the map task alone.</summary>
internal sealed unsafe class RoundRobinPartitioner(int partitions, int map) : RowPartitioner
{
    private int next = (int)(unchecked((ulong)map * 0x9E3779B97F4A7C15UL) >> 33) % partitions;

    public override void Assign(RecordBatch batch, int* target, ulong* hashes)
    {
        for (var i = 0; i < batch.Rows; i++)
        {
            target[i] = next;
            next = next + 1 == partitions ? 0 : next + 1;
        }
    }
}
