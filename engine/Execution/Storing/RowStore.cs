using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Storing;

/// <summary>Rows gathered into whole columns: a build side, a run to sort, the rows of windows. One thread's while it grows.</summary>
internal sealed unsafe class RowStore : IDisposable
{
    private readonly ColumnAppender[] columns;
    private readonly RowMaps maps;

    /// <param name="keepsCodes">Texts that come as codes of few values stay codes; otherwise all columns are plain.</param>
    public RowStore(IEnumerable<DataType> types, MemoryBudget budget, bool keepsCodes = false)
    {
        columns = [.. types.Select(t => keepsCodes && t.Physical == PhysicalType.Bytes ? new CodedBytesAppender(t, budget) : ColumnAppender.Create(t, budget))];
        maps = new RowMaps(budget);
    }

    public int Count { get; private set; }

    /// <summary>Room for that many more rows; false when the budget asks for spilling.</summary>
    public bool TryReserve(int rows)
    {
        foreach (var column in columns)
            if (!column.TryReserve(rows))
                return false;
        return true;
    }

    /// <summary>Appends the selected rows of vectors, which are lent.</summary>
    public void Append(ReadOnlySpan<Vector> vectors, int* lanes, int rows)
    {
        maps.Reset();
        for (var i = 0; i < columns.Length; i++)
            columns[i].Append(maps.View(vectors[i], lanes, rows), rows);
        Count += rows;
    }

    public void Append(RecordBatch batch) => Append(batch.Columns, batch.Selection is { } s ? s.Lanes : null, batch.Rows);

    /// <summary>The columns, owned by the caller; the store is empty afterwards.</summary>
    public Vector[] Finish()
    {
        using var vectors = new ColumnSet();
        foreach (var column in columns)
            vectors.Add(column.Finish());
        Count = 0;
        return vectors.Take();
    }

    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
        maps.Dispose();
    }

    /// <summary>The rows of several stores in one set of columns, owned by the caller; the stores are empty afterwards.</summary>
    /// <param name="team">Workers that have nothing else to do: a column is one's.</param>
    public static Vector[] FinishAll(IReadOnlyList<RowStore> stores, MemoryBudget budget, WorkerTeam team)
    {
        if (stores.Count == 1)
            return stores[0].Finish();
        var whole = new Vector[stores[0].columns.Length];
        try
        {
            team.RunEach(whole.Length, (_, c) => whole[c] = FinishColumn(stores, c, budget));
        }
        catch
        {
            foreach (var column in whole)
                column?.Release();
            throw;
        }

        foreach (var store in stores)
            store.Count = 0;
        return whole;
    }

    private static Vector FinishColumn(IReadOnlyList<RowStore> stores, int c, MemoryBudget budget)
    {
        using var pieces = new ColumnSet();
        foreach (var store in stores)
            if (store.columns[c].Count > 0)
                pieces.Add(store.columns[c].Finish());
        if (pieces.Count == 0)
            pieces.Add(stores[0].columns[c].Finish());
        return Concatenation.Of(pieces.Columns, pieces.Columns[0].Type, 0, budget);
    }
}
