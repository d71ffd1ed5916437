using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>Files of lines as tables of one string column, <c>value</c>; with <c>wholetext</c> a file is one row.</summary>
public sealed class TextFormat : IFileFormat
{
    private static readonly StructType Lines = new([new Field("value", DataType.String)]);

    public string Name => "text";

    public StructType? InferSchema(IFileSystem fileSystem, IReadOnlyList<TableFile> files, FormatOptions options) => Lines;

    public TableStatistics Statistics(IFileSystem fileSystem, IReadOnlyList<TableFile> files, StructType schema, FormatOptions options) =>
        TableStatistics.Unknown(schema.Fields.Count) with { Bytes = files.Sum(f => f.Status.Length) };

    public IEnumerable<FileSplit> Splits(TableFile file, FileScan scan) => TextSplits.Of(file, new TextOptions(scan.Options) is { WholeText: false, Separator: null or { Length: 1 } });

    public IBatchReader Open(FileSplit split, FileScan scan, ScanContext context)
    {
        var options = new TextOptions(scan.Options);
        return new LineReader(new TextWindow(scan.FileSystem, split, options.LineEnds, options.MaxRecordBytes, context), options, split, scan, context);
    }

    public void CheckWritable(StructType schema)
    {
        if (schema.Fields.Count != 1 || schema.Fields[0].Type is not (StringType or CharType or VarcharType))
            throw new SpindleException(StorageErrors.UnsupportedDataType, $"text files hold one STRING column, not {schema.Sql}: concatenate the columns first",
                parameters: new Dictionary<string, string> { ["format"] = "Text", ["columnName"] = "", ["columnType"] = schema.Sql });
    }

    public string Extension(FormatOptions options) => ".txt" + TextCompressions.EndingOf(TextCompressions.Of(options));

    public IFileWriter Create(OutputFile output, StructType schema, FormatOptions options, MemoryBudget budget)
    {
        var lineEnd = new TextOptions(options).Separator ?? "\n"u8.ToArray();
        return new TextFileWriter(output, TextCompressions.Of(options), null, (batch, text) => WriteLines(batch, lineEnd, text, budget));
    }

    private static unsafe void WriteLines(RecordBatch batch, byte[] lineEnd, ArrayBufferWriter<byte> text, MemoryBudget budget)
    {
        var lines = (FlatVector)Gather.Flatten(batch[0], budget);
        for (var row = 0; row < batch.Rows; row++)
        {
            var lane = batch.Lane(row);
            if (!lines.IsNull(lane))
                text.Write(BytesView.Span((BytesView*)lines.Values + lane));
            text.Write(lineEnd);
        }

        lines.Release();
    }
}

/// <summary>The options of text files.</summary>
internal sealed class TextOptions(FormatOptions options)
{
    public byte[]? Separator { get; } = options["lineSep"] is { Length: > 0 } separator ? ByteString.Of(separator).Span.ToArray() : null;

    public LineEnds LineEnds => new(Separator);

    public bool WholeText { get; } = options.Boolean("wholetext", false);

    public long MaxRecordBytes { get; } = options.Whole("maxRecordBytes", options.Boolean("wholetext", false) ? 1 << 30 : 64 << 20, 1, 1 << 30);
}

/// <summary>A row a line.</summary>
internal sealed unsafe class LineReader(TextWindow window, TextOptions options, FileSplit split, FileScan scan, ScanContext context)
    : TextBatchReader(window, ScanShape.Of(scan), split, scan, context)
{
    private readonly LineEnds lineEnds = options.LineEnds;
    private readonly ScanContext context = context;
    private readonly int columns = ScanShape.Of(scan).FileColumns.Count;

    protected override RecordBatch? Parse(ReadOnlySpan<byte> window, bool isLast, out int consumed)
    {
        consumed = 0;
        var heap = new BytesHeap(context.Budget);
        var views = context.Budget.Allocate((long)context.BatchRows * sizeof(BytesView));
        var rows = 0;
        try
        {
            while (rows < context.BatchRows && consumed < window.Length && TryLine(window[consumed..], isLast, out var length, out var ending))
            {
                ((BytesView*)views.Pointer)[rows++] = heap.Append(window.Slice(consumed, length));
                consumed += length + ending;
            }
        }
        catch
        {
            heap.Release();
            views.Release();
            throw;
        }

        var vector = new FlatVector(DataType.String, rows, views, null, heap);
        var batch = rows == 0 ? null : new RecordBatch([.. Enumerable.Range(0, columns).Select(_ => vector.Retain())], rows);
        vector.Release();
        return batch;
    }

    private bool TryLine(ReadOnlySpan<byte> text, bool isLast, out int length, out int ending)
    {
        (length, ending) = (text.Length, 0);
        if (options.WholeText)
            return isLast;
        var found = lineEnds.IndexIn(text, out ending);
        if (found < 0)
        {
            ending = 0;
            return isLast;
        }

        length = found;
        var isWhole = ending > 0 || isLast;
        ending = Math.Abs(ending);
        return isWhole;
    }
}
