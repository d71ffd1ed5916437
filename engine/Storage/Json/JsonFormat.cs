using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json;
using Spindle.Formats.Records;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;

namespace Spindle.Storage.Json;

/// <summary>JSON files as tables, a record a line or a file, with the options of Spark's JSON source.</summary>
public sealed class JsonFormat : IFileFormat
{
    public string Name => "json";

    public StructType? InferSchema(IFileSystem fileSystem, IReadOnlyList<TableFile> files, FormatOptions options)
    {
        var json = JsonOptions.ForReading(options.All);
        var context = new ScanContext(new MemoryBudget(), [], 1, CancellationToken.None);
        var places = new CurrentPlaces();
        using var schema = new JsonSchemaReader(json, TextZone.Of(options), context.Budget, places);
        foreach (var file in files)
        {
            var whole = new FileSplit(file.Path, file.Status.Length, file.Status.Stamp, 0, 0, file.Status.Length, file.PartitionValues, -1, file.Status.Length);
            using var window = Window(fileSystem, whole, json, context);
            places.Current = window;
            while (true)
            {
                var consumed = schema.Add(window.Data, window.IsLast);
                window.Consume(consumed);
                if (consumed > 0)
                    continue;
                if (window.IsLast)
                    break;
                window.Extend();
            }
        }

        return files.Count == 0 ? null : schema.Schema();
    }

    public TableStatistics Statistics(IFileSystem fileSystem, IReadOnlyList<TableFile> files, StructType schema, FormatOptions options) =>
        TableStatistics.Unknown(schema.Fields.Count) with { Bytes = files.Sum(f => f.Status.Length) };

    public IEnumerable<FileSplit> Splits(TableFile file, FileScan scan) => TextSplits.Of(file, JsonOptions.ForReading(scan.Options.All) is { MultiLine: false, LineSeparator: null or { Length: 1 } });

    public IBatchReader Open(FileSplit split, FileScan scan, ScanContext context)
    {
        var options = JsonOptions.ForReading(scan.Options.All);
        var window = Window(scan.FileSystem, split, options, context);
        try
        {
            return new JsonBatchReader(window, options, split, scan, context);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    public void CheckWritable(StructType schema) => JsonWriter.CheckWritable(schema);

    public string Extension(FormatOptions options) => ".json" + TextCompressions.EndingOf(TextCompressions.Of(options));

    public IFileWriter Create(OutputFile output, StructType schema, FormatOptions options, MemoryBudget budget)
    {
        var writer = new JsonWriter(schema, JsonOptions.ForWriting(options.All), TextZone.Of(options), budget);
        return new TextFileWriter(output, TextCompressions.Of(options), null, writer.Write);
    }

    private static TextWindow Window(IFileSystem fileSystem, FileSplit split, JsonOptions options, ScanContext context) =>
        new(fileSystem, split, new LineEnds(options.LineSeparator), options.MaxRecordBytes, context);

    /// <summary>Names records of the file that is being read.</summary>
    private sealed class CurrentPlaces : IRecordPlaces
    {
        public IRecordPlaces Current { get; set; } = UnnamedPlaces.Instance;

        public string Describe(long offset) => Current.Describe(offset);
    }

    private sealed class JsonBatchReader(TextWindow window, JsonOptions options, FileSplit split, FileScan scan, ScanContext context)
        : TextBatchReader(window, ScanShape.Of(scan), split, scan, context)
    {
        private readonly JsonReader reader = new(scan.FileSchema, ScanShape.Of(scan).FileColumns, options, TextZone.Of(scan.Options), context.BatchRows, context.Budget, window);

        public override void Dispose()
        {
            reader.Dispose();
            base.Dispose();
        }

        protected override RecordBatch? Parse(ReadOnlySpan<byte> window, bool isLast, out int consumed) => reader.Read(window, isLast, out consumed);
    }
}
