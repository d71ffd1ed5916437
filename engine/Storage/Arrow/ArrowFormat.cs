using Spindle.Columnar.Compression;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;

namespace Spindle.Storage.Arrow;

/// <summary>Arrow IPC files and streams as tables.</summary>
public sealed class ArrowFormat : IFileFormat
{
    /// <summary>Bytes of a split, about.</summary>
    private const long SplitBytes = 8L << 20;

    public string Name => "arrow";

    public StructType? InferSchema(IFileSystem fileSystem, IReadOnlyList<TableFile> files, FormatOptions options)
    {
        if (files.Count == 0)
            return null;
        using var input = new ArrowInput(fileSystem, files[0].Path, new MemoryBudget());
        return input.Schema;
    }

    public TableStatistics Statistics(IFileSystem fileSystem, IReadOnlyList<TableFile> files, StructType schema, FormatOptions options) =>
        TableStatistics.Unknown(schema.Fields.Count) with { Bytes = files.Sum(f => f.Status.Length) };

    public IEnumerable<FileSplit> Splits(TableFile file, FileScan scan)
    {
        int batches;
        using (var input = new ArrowInput(scan.FileSystem, file.Path, new MemoryBudget()))
            batches = input.Batches;
        var length = file.Status.Length;
        if (batches < 0)
        {
            yield return new FileSplit(file.Path, length, file.Status.Stamp, 0, 0, long.MaxValue, file.PartitionValues, -1, length);
            yield break;
        }

        var parts = Math.Min(batches, Math.Max(1, length / SplitBytes));
        for (long part = 0; part < parts; part++)
            yield return new FileSplit(file.Path, length, file.Status.Stamp, 0, batches * part / parts, batches * (part + 1) / parts, file.PartitionValues, -1, length / parts);
    }

    public IBatchReader Open(FileSplit split, FileScan scan, ScanContext context) => new ArrowBatchReader(split, scan, context);

    public void CheckWritable(StructType schema)
    {
        try
        {
            _ = new ArrowFileWriter(Stream.Null, schema, new MemoryBudget());
        }
        catch (ArrowFormatException e)
        {
            throw new SpindleException(StorageErrors.UnsupportedDataType, $"Arrow cannot hold {schema.Sql}: {e.Message}", inner: e,
                parameters: new Dictionary<string, string> { ["format"] = "Arrow", ["columnName"] = "", ["columnType"] = schema.Sql });
        }
    }

    public string Extension(FormatOptions options) => ".arrow";

    public IFileWriter Create(OutputFile output, StructType schema, FormatOptions options, MemoryBudget budget) =>
        new ArrowTableWriter(output, schema, new ArrowWriteOptions { Compression = Compression(options), TimeZone = TextZone.Of(options).Id }, budget);

    private static CompressionCodec Compression(FormatOptions options) => (options["compression"] ?? options["codec"])?.ToLowerInvariant() switch
    {
        null or "none" or "uncompressed" => CompressionCodec.Uncompressed,
        "lz4" => CompressionCodec.Lz4Frame,
        "zstd" => CompressionCodec.Zstd,
        var other => throw FormatOptions.Invalid("compression", other, "none, lz4 or zstd"),
    };
}
