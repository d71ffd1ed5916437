using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Sharing;

/// <summary>Batches kept in memory in order; read as often as wanted.</summary>
internal sealed class RowList : IDisposable
{
    private readonly List<RecordBatch> batches = [];

    public int Count => batches.Count;

    public RecordBatch this[int index] => batches[index];

    /// <summary>Takes over the caller's reference.</summary>
    public void Add(RecordBatch batch) => batches.Add(batch);

    public void Dispose()
    {
        foreach (var batch in batches)
            batch.Release();
        batches.Clear();
    }
}

/// <summary>Reads a <see cref="RowList"/>: a run of batches a morsel.</summary>
internal sealed class RowListSource(RowList rows, NodeMetrics metrics) : Source(metrics)
{
    private const int BatchesPerMorsel = 32;

    private int next;

    public override Morsel? Take()
    {
        if (next >= rows.Count)
            return null;
        var first = next;
        next = Math.Min(rows.Count, next + BatchesPerMorsel);
        return new Run(rows, first, next);
    }

    private sealed class Run(RowList rows, int next, int end) : Morsel
    {
        private int next = next;

        public override RecordBatch? Read(WorkerContext worker) => next < end ? rows[next++].Retain() : null;
    }
}
