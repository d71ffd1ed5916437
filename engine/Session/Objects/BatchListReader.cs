using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Sql.Objects;

/// <summary>Reads batches in memory, without copying them: in pieces of the size asked for, with the columns asked for, narrowed by filters.</summary>
internal sealed class BatchListReader(IReadOnlyList<RecordBatch> batches, int next, int end, ValueList<int> columns, ScanContext context) : IBatchReader
{
    private RecordBatch? rest;
    private int restAt;

    public RecordBatch? Read()
    {
        while (Piece() is { } piece)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (Narrow(piece, context) is { } narrowed)
                return narrowed;
        }

        return null;
    }

    public void Dispose()
    {
        rest?.Release();
        rest = null;
    }

    // The next rows, no more than are asked for.
    private unsafe RecordBatch? Piece()
    {
        if (rest is null)
        {
            if (next == end)
                return null;
            var batch = batches[next++];
            rest = new RecordBatch([.. columns.Select(c => batch[c].Retain())], batch.Length, batch.Selection?.Retain());
            restAt = 0;
        }

        if (restAt == 0 && rest.Rows <= context.BatchRows)
        {
            var whole = rest;
            rest = null;
            return whole;
        }

        var count = Math.Min(context.BatchRows, rest.Rows - restAt);
        var lanes = context.Budget.Allocate((long)count * sizeof(int));
        for (var i = 0; i < count; i++)
            ((int*)lanes.Pointer)[i] = rest.Lane(restAt + i);
        var piece = rest.With(new Selection(lanes, count));
        restAt += count;
        if (restAt == rest.Rows)
        {
            rest.Release();
            rest = null;
        }

        return piece;
    }

    /// <summary>The rows that the context's filters leave; null where none are left. The batch is taken over.</summary>
    public static RecordBatch? Narrow(RecordBatch batch, ScanContext context)
    {
        foreach (var filter in context.Filters)
        {
            var vectors = filter.Columns.Select(c => batch[c]).ToArray();
            if (filter.Narrow(vectors, batch.Length, batch.Selection) is not { } surviving)
                continue;
            var narrowed = batch.With(surviving);
            batch.Release();
            batch = narrowed;
        }

        if (batch.Rows > 0)
            return batch;
        batch.Release();
        return null;
    }
}
