using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Csv;
using Spindle.Formats.Records;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;
using Spindle.Storage.Text;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Csv;

/// <summary>The columns of CSV files: names from the first record found, types, where asked for, from all files.</summary>
internal static class CsvFileSchema
{
    public static StructType? Infer(IFileSystem fileSystem, IReadOnlyList<TableFile> files, CsvOptions options, TimeZone zone)
    {
        var schema = new CsvSchemaReader(options, zone);
        var context = new ScanContext(new MemoryBudget(), [], 1, CancellationToken.None);
        foreach (var file in files)
        {
            if (schema.IsComplete)
                break;
            if (file.Status.Length == 0)
                continue;
            var whole = new FileSplit(file.Path, file.Status.Length, file.Status.Stamp, 0, 0, file.Status.Length, file.PartitionValues, -1, file.Status.Length);
            using var window = new TextWindow(fileSystem, whole, new LineEnds(options.LineSeparator), options.MaxRecordBytes, context);
            Add(window, options, schema);
        }

        return schema.Schema();
    }

    /// <summary>Consumes the first record of a file; null where it has none.</summary>
    public static string?[]? ReadFirst(TextWindow window, CsvOptions options)
    {
        while (true)
        {
            var first = CsvSchemaReader.ReadRecord(window.Data, window.IsLast, options, out var consumed);
            window.Consume(consumed);
            if (first is not null || window.IsLast)
                return first;
            window.Extend();
        }
    }

    private static void Add(TextWindow window, CsvOptions options, CsvSchemaReader schema)
    {
        if (options.Header)
        {
            var first = ReadFirst(window, options);
            if (first is null)
                return;
            if (!schema.HasNames)
                schema.SetNames(first);
        }
        else if (!schema.HasNames && !TrySetNames(window, options, schema))
        {
            return;
        }

        while (!schema.IsComplete)
        {
            var consumed = schema.Add(window.Data, window.IsLast);
            window.Consume(consumed);
            if (consumed > 0)
                continue;
            if (window.IsLast)
                return;
            window.Extend();
        }
    }

    /// <summary>Names by the first record, which stays: it is a row.</summary>
    private static bool TrySetNames(TextWindow window, CsvOptions options, CsvSchemaReader schema)
    {
        while (true)
        {
            if (CsvSchemaReader.ReadRecord(window.Data, window.IsLast, options, out _) is { } first)
            {
                schema.SetNames(first);
                return true;
            }

            if (window.IsLast)
                return false;
            window.Extend();
        }
    }
}
