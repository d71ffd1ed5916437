using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv;
using Spindle.Sources;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;

namespace Spindle.Storage.Csv;

/// <summary>The rows of a split. The first record of a file with a header is no row.</summary>
internal sealed class CsvBatchReader : TextBatchReader
{
    private readonly CsvReader reader;

    public CsvBatchReader(TextWindow window, CsvOptions options, FileSplit split, FileScan scan, ScanContext context)
        : base(window, ScanShape.Of(scan), split, scan, context)
    {
        try
        {
            reader = new CsvReader(scan.FileSchema, ScanShape.Of(scan).FileColumns, options, TextZone.Of(scan.Options), context.BatchRows, context.Budget, window);
            if (options.Header && split.Start == 0 && CsvFileSchema.ReadFirst(window, options) is { } header)
                CsvHeader.Check(header, scan.FileSchema, options, split.Path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    protected override RecordBatch? Parse(ReadOnlySpan<byte> window, bool isLast, out int consumed) => reader.Read(window, isLast, out consumed);
}
