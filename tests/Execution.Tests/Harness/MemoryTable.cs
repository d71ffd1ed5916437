using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Execution.Tests.Harness;

/// <summary>Rows in memory as a table: a few splits of small batches, some columns dictionary-coded, filters applied as a reader applies them.</summary>
internal sealed class MemoryTable(StructType schema, IReadOnlyList<object?[]> rows, int rowsPerSplit = 300, bool dictionaries = true) : ITable
{
    public string DisplayName => "rows";

    public StructType Schema => schema;

    public IReadOnlyList<object?[]> Rows => rows;

    public TableStatistics Statistics => TableStatistics.Unknown(schema.Fields.Count);

    public int OpenReaders;

    public ValueList<Split> PlanSplits(ScanRequest request)
    {
        var splits = new List<Split>();
        for (var start = 0; start < rows.Count; start += rowsPerSplit)
            splits.Add(new RowSplit(start, Math.Min(rows.Count, start + rowsPerSplit)));
        return splits.ToValueList();
    }

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context)
    {
        Interlocked.Increment(ref OpenReaders);
        return new Reader(this, (RowSplit)split, request, context);
    }

    private sealed record RowSplit(int Start, int End) : Split(End - Start, -1);

    private sealed unsafe class Reader(MemoryTable table, RowSplit split, ScanRequest request, ScanContext context) : IBatchReader
    {
        private int next = split.Start;

        public RecordBatch? Read()
        {
            while (next < split.End)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var start = next;
                next = Math.Min(split.End, next + Math.Min(context.BatchRows, 128));
                var columns = new Vector[request.Columns.Count];
                try
                {
                    for (var c = 0; c < columns.Length; c++)
                        columns[c] = Column(request.Columns[c], start, next);
                }
                catch
                {
                    foreach (var column in columns)
                        column?.Release();
                    throw;
                }

                var batch = Narrowed(new RecordBatch(columns, next - start));
                if (batch.Rows > 0)
                    return batch;
                batch.Release();
            }

            return null;
        }

        public void Dispose() => Interlocked.Decrement(ref table.OpenReaders);

        private RecordBatch Narrowed(RecordBatch batch)
        {
            foreach (var filter in context.Filters)
            {
                var columns = filter.Columns.Select(c => batch[c]).ToArray();
                var whole = batch;
                try
                {
                    var selection = filter.Narrow(columns, batch.Length, batch.Selection);
                    batch = selection is null ? batch.Retain() : batch.With(selection);
                }
                finally
                {
                    whole.Release();
                }
            }

            return batch;
        }

        private Vector Column(int ordinal, int start, int end)
        {
            var type = table.Schema.Fields[ordinal].Type;
            using var builder = VectorBuilder.Create(type, context.Budget);
            if (!table.UsesDictionary(type, ordinal))
            {
                for (var r = start; r < end; r++)
                    builder.Append(table.Rows[r][ordinal]);
                return builder.Build();
            }

            var codes = new Dictionary<object, int>();
            var entries = new List<object?>();
            var nullCode = -1;
            var indices = context.Budget.Allocate((end - start) * sizeof(int));
            for (var r = start; r < end; r++)
            {
                var value = table.Rows[r][ordinal];
                int code;
                if (value is null)
                    code = nullCode >= 0 ? nullCode : nullCode = Add(entries, null);
                else if (!codes.TryGetValue(value, out code))
                    codes.Add(value, code = Add(entries, value));
                ((int*)indices.Pointer)[r - start] = code;
            }

            try
            {
                foreach (var entry in entries)
                    builder.Append(entry);
                return new DictionaryVector(builder.Build(), indices.Retain(), end - start, entriesAreDistinct: true);
            }
            finally
            {
                indices.Release();
            }
        }

        private static int Add(List<object?> entries, object? value)
        {
            entries.Add(value);
            return entries.Count - 1;
        }
    }

    private bool UsesDictionary(DataType type, int ordinal) => dictionaries && type.Physical is PhysicalType.Bytes or PhysicalType.Int32 && ordinal % 2 == 0;
}
