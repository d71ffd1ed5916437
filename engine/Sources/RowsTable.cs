using System.Diagnostics;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Sources;

/// <summary>A table whose rows are in the memory of the process that planned the query.</summary>
public sealed record RowsDescriptor(string DisplayName, StructType Schema) : TableDescriptor(DisplayName, Schema);

/// <summary>Rows that travel inside their split: an Arrow IPC stream of the columns that the scan asks for, in its order.</summary>
public sealed record RowsSplit(ByteString Stream, long Rows, long Bytes) : Split(Rows, Bytes)
{
    /// <param name="schema">Of the batches.</param>
    /// <param name="batches">Lent.</param>
    public static RowsSplit Of(StructType schema, IEnumerable<RecordBatch> batches, MemoryBudget budget)
    {
        using var stream = new MemoryStream();
        var writer = new ArrowStreamWriter(stream, schema, budget);
        var rows = 0L;
        foreach (var batch in batches)
        {
            writer.Write(batch);
            rows += batch.Rows;
        }

        writer.Complete();
        return new RowsSplit(new ByteString(stream.ToArray()), rows, stream.Length);
    }
}

/// <summary>Reads <see cref="RowsSplit"/>s. Plans none: the rows are where the table was.</summary>
public sealed class RowsTable(RowsDescriptor descriptor) : ITable
{
    public string DisplayName => descriptor.DisplayName;

    public StructType Schema => descriptor.Schema;

    public TableStatistics Statistics => TableStatistics.Unknown(Schema.Fields.Count);

    public TableDescriptor Describe() => descriptor;

    public ValueList<Split> PlanSplits(ScanRequest request) => throw new UnreachableException($"{DisplayName} has its rows in another process");

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => new Reader(((RowsSplit)split).Stream, context);

    private sealed class Reader : IBatchReader
    {
        private readonly ScanContext context;
        private readonly MemoryStream stream;
        private readonly ArrowStreamReader batches;

        public Reader(ByteString bytes, ScanContext context)
        {
            this.context = context;
            stream = new MemoryStream(bytes.Memory.ToArray(), writable: false);
            batches = new ArrowStreamReader(stream, context.Budget);
        }

        public RecordBatch? Read()
        {
            while (batches.Read() is { } batch)
            {
                context.Cancellation.ThrowIfCancellationRequested();
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
            }

            return null;
        }

        public void Dispose()
        {
            batches.Dispose();
            stream.Dispose();
        }
    }
}
