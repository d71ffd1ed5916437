using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Tpch.Sources;

/// <summary>Hands out a batch's rows a few at a time, for readers that are asked for fewer rows than one unit has.</summary>
internal sealed unsafe class RowPieces(RecordBatch batch, int rows) : IDisposable
{
    private int next;

    /// <summary>The next rows as a batch that the caller owns; null at the end.</summary>
    public RecordBatch? Next(MemoryBudget budget)
    {
        if (next == batch.Rows)
            return null;

        var count = Math.Min(Math.Max(rows, 1), batch.Rows - next);
        var lanes = budget.Allocate(count * sizeof(int));
        for (var i = 0; i < count; i++)
            ((int*)lanes.Pointer)[i] = batch.Lane(next++);
        return batch.With(new Selection(lanes, count));
    }

    public void Dispose() => batch.Release();
}
