using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;

namespace Spindle.Storage.Arrow;

/// <summary>The batches of a split, cut to the size that the scan asks for.</summary>
internal sealed class ArrowBatchReader : IBatchReader
{
    private readonly ScanContext context;
    private readonly FileScan scan;
    private readonly ArrowInput input;
    private readonly int[] places;
    private readonly Vector?[] constants;
    private RecordBatch? current;
    private int position;

    public ArrowBatchReader(FileSplit split, FileScan scan, ScanContext context)
    {
        (this.context, this.scan) = (context, scan);
        constants = new Vector?[scan.Columns.Count];
        places = new int[scan.Columns.Count];
        input = new ArrowInput(scan.FileSystem, split.Path, context.Budget);
        try
        {
            if (!input.IsAsListed(split.Length, split.Stamp))
                throw new SpindleException(StorageErrors.CannotRead, $"{split.Path} was replaced after the table was listed; open the table again",
                    parameters: new Dictionary<string, string> { ["path"] = split.Path });
            if (input.Batches >= 0)
                input.Limit((int)split.Start, (int)split.End);
            for (var i = 0; i < places.Length; i++)
            {
                var column = scan.Columns[i];
                places[i] = column.Partition >= 0 ? -1 : input.Schema.IndexOf(column.Name);
                if (places[i] < 0)
                    constants[i] = Constant(column.Type, column.Partition >= 0 ? split.PartitionValues[column.Partition] : null);
                else if (input.Schema.Fields[places[i]].Type.Name != column.Type.Name)
                    throw new SpindleException(StorageErrors.CannotRead,
                        $"the column {column.Name} of {split.Path} is {input.Schema.Fields[places[i]].Type.Sql} where the table has {column.Type.Sql}",
                        parameters: new Dictionary<string, string> { ["path"] = split.Path });
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public RecordBatch? Read()
    {
        while (true)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (current is null)
            {
                current = input.Read();
                position = 0;
                if (current is null)
                    return null;
            }

            var rows = Math.Min(current.Length - position, context.BatchRows);
            var batch = rows == 0 ? null : Part(current, position, rows);
            position += rows;
            if (position == current.Length)
            {
                current.Release();
                current = null;
            }

            if (batch is not null && ScanFiltering.Narrow(batch, context.Filters) is { } narrowed)
                return narrowed;
        }
    }

    public void Dispose()
    {
        current?.Release();
        current = null;
        foreach (var constant in constants)
            constant?.Release();
        Array.Clear(constants);
        input.Dispose();
    }

    private RecordBatch Part(RecordBatch batch, int start, int rows)
    {
        var columns = new Vector[places.Length];
        try
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i] = places[i] < 0 ? new ConstantVector(constants[i]!.Retain(), rows) : Slice(batch[places[i]], start, rows);
            return new RecordBatch(columns, rows);
        }
        catch
        {
            foreach (var column in columns)
                column?.Release();
            throw;
        }
    }

    /// <summary>Shares the values where the slice begins at whole bytes of bitmaps, else copies them.</summary>
    private unsafe Vector Slice(Vector vector, int start, int rows)
    {
        if (start == 0 && rows == vector.Length)
            return vector.Retain();
        if ((start & 7) == 0)
            return vector.Slice(start, rows);
        var lanes = context.Budget.Allocate((long)rows * sizeof(int));
        for (var i = 0; i < rows; i++)
            ((int*)lanes.Pointer)[i] = start + i;
        try
        {
            return Gather.Lanes(vector, (int*)lanes.Pointer, rows, context.Budget);
        }
        finally
        {
            lanes.Release();
        }
    }

    private Vector Constant(DataType type, object? value)
    {
        using var builder = VectorBuilder.Create(type, context.Budget);
        builder.Append(value);
        return builder.Build();
    }
}
