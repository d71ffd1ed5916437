using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Csv;
using Spindle.Formats.Records;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;

namespace Spindle.Storage.Csv;

/// <summary>CSV files as tables, with the options of Spark's CSV source.</summary>
public sealed class CsvFormat : IFileFormat
{
    public string Name => "csv";

    public StructType? InferSchema(IFileSystem fileSystem, IReadOnlyList<TableFile> files, FormatOptions options) =>
        CsvFileSchema.Infer(fileSystem, files, CsvOptions.ForReading(options.All), TextZone.Of(options));

    public TableStatistics Statistics(IFileSystem fileSystem, IReadOnlyList<TableFile> files, StructType schema, FormatOptions options) =>
        TableStatistics.Unknown(schema.Fields.Count) with { Bytes = files.Sum(f => f.Status.Length) };

    public IEnumerable<FileSplit> Splits(TableFile file, FileScan scan) => TextSplits.Of(file, CsvOptions.ForReading(scan.Options.All) is { MultiLine: false, LineSeparator: null or { Length: 1 } });

    public IBatchReader Open(FileSplit split, FileScan scan, ScanContext context)
    {
        var options = CsvOptions.ForReading(scan.Options.All);
        var window = new TextWindow(scan.FileSystem, split, new LineEnds(options.LineSeparator), options.MaxRecordBytes, context);
        try
        {
            return new CsvBatchReader(window, options, split, scan, context);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    public void CheckWritable(StructType schema) => CsvWriter.CheckWritable(schema);

    public string Extension(FormatOptions options) => ".csv" + TextCompressions.EndingOf(TextCompressions.Of(options));

    public IFileWriter Create(OutputFile output, StructType schema, FormatOptions options, MemoryBudget budget)
    {
        var csv = CsvOptions.ForWriting(options.All);
        var writer = new CsvWriter(schema, csv, TextZone.Of(options), budget);
        return new TextFileWriter(output, TextCompressions.Of(options), csv.Header ? writer.WriteHeader : null, writer.Write);
    }
}
