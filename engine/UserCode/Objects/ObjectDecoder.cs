using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.UserCode.Aggregates;
using Spindle.UserCode.Columns;

namespace Spindle.UserCode.Objects;

/// <summary>Makes objects of rows whose columns are their members in order.</summary>
/// <param name="columns">The rows' columns: those of <see cref="ObjectEncoder{T}.Columns"/>, decimals of any precision, timestamps of either kind.</param>
public sealed unsafe class ObjectDecoder<T>(StructType columns, MemoryBudget budget) : IDisposable
{
    private readonly Cells[] cells = [.. columns.Fields.Select(f => new Cells(f.Type, budget))];
    private readonly Func<Cells[], int, T> read = StateCode.Reader<T>(columns);

    /// <summary>The batch's rows, in order; the batch is lent while they are read.</summary>
    public IEnumerable<T> Decode(RecordBatch batch)
    {
        Bind(batch);
        for (var i = 0; i < batch.Rows; i++)
            yield return read(cells, i);
    }

    public void Dispose()
    {
        foreach (var column in cells)
            column.Dispose();
    }

    private void Bind(RecordBatch batch)
    {
        for (var i = 0; i < cells.Length; i++)
            cells[i].Bind(batch[i], batch.Selection is { } selection ? selection.Lanes : null, batch.Rows);
    }
}
