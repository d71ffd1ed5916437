using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>Batches out of a split's window: what the records give, with the partition columns, narrowed by the scan's filters.</summary>
internal abstract class TextBatchReader : IBatchReader
{
    private readonly ScanContext context;
    private readonly ScanShape shape;
    private readonly FileSplit split;
    private readonly ValueList<ScanColumn> columns;
    private readonly Vector?[] constants;
    private long left;

    protected TextBatchReader(TextWindow window, ScanShape shape, FileSplit split, FileScan scan, ScanContext context)
    {
        (Window, this.shape, this.context) = (window, shape, context);
        left = scan.Request.Limit >= 0 && scan.Request.Filters.Count == 0 && context.Filters.Count == 0 ? scan.Request.Limit : long.MaxValue;
        (this.split, columns) = (split, scan.Columns);
        constants = new Vector?[scan.Columns.Count];
    }

    protected TextWindow Window { get; }

    public RecordBatch? Read()
    {
        while (left > 0)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var batch = Parse(Window.Data, Window.IsLast, out var consumed);
            Window.Consume(consumed);
            if (batch is not null && Shaped(batch) is { } rows)
            {
                left -= rows.Rows;
                return rows;
            }

            if (batch is not null || consumed > 0)
                continue;
            if (Window.IsLast)
                return null;
            Window.Extend();
        }

        return null;
    }

    public virtual void Dispose()
    {
        Window.Dispose();
        foreach (var constant in constants)
            constant?.Release();
        Array.Clear(constants);
    }

    /// <summary>The next batch of the window's records, with the columns of <see cref="ScanShape.FileColumns"/>; null where there is none.</summary>
    protected abstract RecordBatch? Parse(ReadOnlySpan<byte> window, bool isLast, out int consumed);

    /// <summary>The batch in the scan's columns; null where no row passes. Takes over the batch.</summary>
    private RecordBatch? Shaped(RecordBatch batch)
    {
        var vectors = new Vector[columns.Count];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = shape.Places[i] < 0 ? new ConstantVector(Constant(i).Retain(), batch.Length) : batch[shape.Places[i]].Retain();
        var shaped = new RecordBatch(vectors, batch.Length, batch.Selection?.Retain());
        batch.Release();
        return ScanFiltering.Narrow(shaped, context.Filters);
    }

    /// <summary>The one value of a partition column.</summary>
    private Vector Constant(int column)
    {
        if (constants[column] is { } known)
            return known;
        using var builder = VectorBuilder.Create(columns[column].Type, context.Budget);
        builder.Append(split.PartitionValues[columns[column].Partition]);
        return constants[column] = builder.Build();
    }
}
