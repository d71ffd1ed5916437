using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Gathers the few rows that pass a selective filter, batch after batch, until they are worth an operator's call.</summary>
/// <param name="mostRows">Rows that a batch may have.</param>
internal sealed class SmallBatches(int mostRows, MemoryBudget budget) : IDisposable
{
    private const int MostBatches = 32;

    private readonly List<RecordBatch> batches = [];
    private readonly int enough = mostRows / 2;
    private int rows;

    public bool IsEmpty => batches.Count == 0;

    public bool IsFull => rows >= enough || batches.Count >= MostBatches;

    /// <summary>True for a batch that is worth joining with others: small, and of columns whose parts join by copying them side by side.</summary>
    public bool Takes(RecordBatch batch)
    {
        if (batch.Selection is not null || batch.Length >= enough || batch.Columns.Length == 0)
            return false;
        foreach (var column in batch.Columns)
            if (column is ListVector or StructVector || column.Physical is PhysicalType.List or PhysicalType.Struct)
                return false;
        return true;
    }

    /// <summary>Takes over the caller's reference.</summary>
    public void Add(RecordBatch batch)
    {
        batches.Add(batch);
        rows += batch.Length;
    }

    /// <summary>What was gathered as one batch, which the caller owns; nothing is left.</summary>
    public RecordBatch Take()
    {
        if (batches.Count == 1)
        {
            var only = batches[0];
            batches.Clear();
            rows = 0;
            return only;
        }

        var columns = new Vector[batches[0].Columns.Length];
        try
        {
            for (var c = 0; c < columns.Length; c++)
                columns[c] = Concatenation.Of([.. batches.Select(b => b[c])], budget);
        }
        catch
        {
            foreach (var column in columns)
                column?.Release();
            throw;
        }

        var joined = new RecordBatch(columns, rows);
        Dispose();
        return joined;
    }

    public void Dispose()
    {
        foreach (var batch in batches)
            batch.Release();
        batches.Clear();
        rows = 0;
    }
}
