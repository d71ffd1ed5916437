using Spindle.Columnar.Builders;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>A column that a scan wants: of the file, or one value for all rows.</summary>
/// <param name="Root">The position among the file's top-level columns; -1 for a constant.</param>
/// <param name="Constant">Boxed as <see cref="VectorReader"/> has it; null for null.</param>
internal readonly record struct WantedColumn(int Root, DataType Type, object? Constant);

/// <summary>
/// Reads rows of a row group. Columns that filters look at are decoded first, a batch at a time; the others only for the rows that pass, or, where most rows pass, for all, under a selection.
/// </summary>
internal sealed unsafe class RowGroupReader : IBatchReader
{
    /// <summary>Where fewer than one row in this many passes, columns are decoded for the passing rows alone.</summary>
    private const int PickBelowOneIn = 4;

    private readonly IInputFile file;
    private readonly ParquetFooter footer;
    private readonly int group;
    private readonly ScanContext context;
    private readonly ColumnReader[] columns;
    private readonly IScanFilter[] filters;
    private readonly bool[] isFiltered;
    private readonly Queue<RowRange> ranges;
    private readonly List<ColumnChunkRecord> chunks = [];
    private readonly SmallBatches small;
    private RecordBatch? ready;
    private long position;
    private string current = "";

    /// <param name="file">Handed over.</param>
    /// <param name="ranges">The rows to read, rising, counted from the row group's first.</param>
    public RowGroupReader(IInputFile file, ParquetFooter footer, int group, IReadOnlyList<WantedColumn> wanted, IEnumerable<RowRange> ranges, IReadOnlyList<IScanFilter> filters, ScanContext context)
    {
        this.file = file;
        this.footer = footer;
        this.group = group;
        this.context = context;
        this.filters = [.. filters];
        this.ranges = new Queue<RowRange>(ranges);
        small = new SmallBatches(context.BatchRows, context.Budget);
        columns = new ColumnReader[wanted.Count];
        isFiltered = new bool[wanted.Count];
        foreach (var filter in filters)
            foreach (var column in filter.Columns)
                isFiltered[column] = true;
        try
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i] = Open(wanted[i]);
            if (this.ranges.Count > 0)
                file.Prefetch([.. chunks.Select(c => new FileRange(c.Start, c.CompressedSize)).OrderBy(r => r.Offset)]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public RecordBatch? Read()
    {
        try
        {
            for (var batch = Next(); batch is not null; batch = Next())
            {
                if (filters.Length > 0 && small.Takes(batch))
                {
                    small.Add(batch);
                    if (small.IsFull)
                        return small.Take();
                }
                else if (small.IsEmpty)
                    return batch;
                else
                {
                    ready = batch;
                    return small.Take();
                }
            }

            return small.IsEmpty ? null : small.Take();
        }
        catch (Exception e) when (e is ParquetFormatException or CompressionException or IOException)
        {
            throw new SpindleException(StorageErrors.CannotRead, $"{footer.Path} cannot be read: {e.Message} ({current}, row group {group})", inner: e,
                parameters: new Dictionary<string, string> { ["path"] = footer.Path });
        }
    }

    public void Dispose()
    {
        small.Dispose();
        ready?.Release();
        ready = null;
        foreach (var column in columns)
            column?.Dispose();
        file.Dispose();
    }

    /// <summary>The rows that pass of the next batch that has some; null at the end.</summary>
    private RecordBatch? Next()
    {
        if (ready is { } waiting)
        {
            ready = null;
            return waiting;
        }

        while (ranges.TryPeek(out var range))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (position < range.Start)
                Skip(range.Start - position);
            var rows = (int)Math.Min(range.End - position, context.BatchRows);
            if (rows == 0)
            {
                ranges.Dequeue();
                continue;
            }

            var batch = ReadBatch(rows);
            position += rows;
            if (batch is not null)
                return batch;
        }

        return null;
    }

    private ColumnReader Open(WantedColumn wanted)
    {
        if (wanted.Root < 0)
        {
            using var builder = VectorBuilder.Create(wanted.Type, context.Budget);
            builder.Append(wanted.Constant);
            return new ConstantColumnReader(builder.Build());
        }

        var node = ColumnTree.Build(footer.Roots[wanted.Root], wanted.Type);
        return node is LeafNode leaf ? new FlatColumnReader(Cursor(leaf), context.Budget) : new NestedColumnReader(node, Cursor, context.Budget);
    }

    private LeafCursor Cursor(LeafNode leaf)
    {
        var chunk = footer.RowGroups[group].Columns[leaf.Source.Leaf];
        chunks.Add(chunk);
        return new LeafCursor(file, chunk, leaf, context.Budget, context.Metrics);
    }

    private void Skip(long rows)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            At(i);
            columns[i].Skip(rows);
        }

        position += rows;
    }

    private RecordBatch? ReadBatch(int rows)
    {
        var vectors = new Vector[columns.Length];
        Selection? selection = null;
        try
        {
            for (var i = 0; i < columns.Length; i++)
                if (isFiltered[i])
                    vectors[i] = ReadAll(i, rows);
            selection = Narrow(vectors, rows);
            if (selection is { Count: 0 })
            {
                PassOver(vectors, rows);
                Release(vectors, selection);
                return null;
            }

            if (selection is not null && selection.Count * PickBelowOneIn < rows)
                return Picked(vectors, rows, selection);
            for (var i = 0; i < columns.Length; i++)
                if (!isFiltered[i])
                    vectors[i] = ReadAll(i, rows);
            return new RecordBatch(vectors, rows, selection);
        }
        catch
        {
            Release(vectors, selection);
            throw;
        }
    }

    private Selection? Narrow(Vector[] vectors, int rows)
    {
        Selection? selection = null;
        foreach (var filter in filters)
        {
            var arguments = new Vector[filter.Columns.Count];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = vectors[filter.Columns[i]];
            Selection? narrower;
            try
            {
                narrower = filter.Narrow(arguments, rows, selection);
            }
            catch
            {
                selection?.Release();
                throw;
            }

            // Null says that all lanes pass, which only happens where there was no selection before.
            if (narrower is null)
                continue;
            selection?.Release();
            selection = narrower;
            if (selection.Count == 0)
                break;
        }

        return selection;
    }

    private RecordBatch Picked(Vector[] vectors, int rows, Selection selection)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (!isFiltered[i])
            {
                At(i);
                vectors[i] = columns[i].ReadPicked(rows, selection.Lanes, selection.Count, context.Budget);
                continue;
            }

            var all = vectors[i];
            vectors[i] = Picking.Of(all, selection.Lanes, selection.Count, context.Budget);
            all.Release();
        }

        var batch = new RecordBatch(vectors, selection.Count);
        selection.Release();
        return batch;
    }

    private void PassOver(Vector[] vectors, int rows)
    {
        for (var i = 0; i < columns.Length; i++)
            if (vectors[i] is null)
                columns[i].Skip(rows);
    }

    private Vector ReadAll(int column, int rows)
    {
        At(column);
        return columns[column].Read(rows);
    }

    private void At(int column) => current = columns[column].Place is { Length: > 0 } place ? $"column {column + 1}, {place}" : $"column {column + 1}";

    private static void Release(Vector[] vectors, Selection? selection)
    {
        foreach (var vector in vectors)
            vector?.Release();
        selection?.Release();
    }
}

/// <summary>Rows <c>[Start, End)</c> of a row group.</summary>
internal readonly record struct RowRange(long Start, long End);
