using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Reading;
using Spindle.Storage.Parquet.Schema;
using Spindle.Storage.Parquet.Writing;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet;

/// <summary>Parquet files as tables.</summary>
public sealed class ParquetFormat : IFileFormat
{
    private const int CachedFooters = 4096;

    /// <summary>Rows of a split, about; a larger row group is cut, a smaller one is a split of its own.</summary>
    private const long SplitRows = 131_072;

    private readonly FooterCache footers = new(CachedFooters);

    public string Name => "parquet";

    public StructType? InferSchema(IFileSystem fileSystem, IReadOnlyList<TableFile> files, FormatOptions options)
    {
        if (files.Count == 0)
            return null;
        var merges = options.Boolean("mergeSchema", false);
        var schema = footers.Get(fileSystem, files[0].Status).Schema;
        for (var i = 1; merges && i < files.Count; i++)
            schema = SchemaMerging.Merge(schema, footers.Get(fileSystem, files[i].Status).Schema);
        return schema;
    }

    public TableStatistics Statistics(IFileSystem fileSystem, IReadOnlyList<TableFile> files, StructType schema, FormatOptions options) =>
        FooterStatistics.Of(files.Select(f => footers.Get(fileSystem, f.Status)), new DictionarySizes(fileSystem), files.Sum(f => f.Status.Length), schema);

    public IEnumerable<FileSplit> Splits(TableFile file, FileScan scan)
    {
        var footer = footers.Get(scan.FileSystem, file.Status);
        var wanted = Wanted(footer, scan, file.PartitionValues);
        for (var g = 0; g < footer.RowGroups.Length; g++)
        {
            var group = footer.RowGroups[g];
            if (group.Rows == 0)
                continue;
            var ranges = new RowGroupRanges(footer, g, wanted);
            if (!scan.Request.Filters.All(f => RangeTest.MayPass(f, ranges)))
                continue;
            var parts = Math.Max(1, group.Rows / SplitRows);
            for (long p = 0; p < parts; p++)
            {
                // Cut at multiples of a batch, so that batches lie alike in all of them.
                var (start, end) = (Cut(group.Rows, p, parts), Cut(group.Rows, p + 1, parts));
                yield return new FileSplit(file.Path, file.Status.Length, file.Status.Stamp, g, start, end, file.PartitionValues, end - start, group.TotalByteSize / parts);
            }
        }
    }

    public IBatchReader Open(FileSplit split, FileScan scan, ScanContext context)
    {
        var file = scan.FileSystem.Open(split.Path);
        try
        {
            if (!file.IsAsListed(split.Length, split.Stamp))
                throw Changed(split.Path);
            var footer = footers.Get(file, new FileStatus(split.Path, false, split.Length, split.Stamp));
            if (split.Part >= footer.RowGroups.Length || split.End > footer.RowGroups[split.Part].Rows)
                throw Changed(split.Path);
            var wanted = Wanted(footer, scan, split.PartitionValues);
            var plan = ScanPlan.Of(file, footer, split, wanted, scan, context);
            return new RowGroupReader(file, footer, split.Part, wanted, plan.Ranges, plan.Filters, context);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void CheckWritable(StructType schema)
    {
        using var tree = new WriteTree(schema, new ParquetWriteOptions(), new MemoryBudget());
    }

    public string Extension(FormatOptions options) => ParquetWriteOptions.ExtensionOf(ParquetWriteOptions.From(options).Codec) + ".parquet";

    public IFileWriter Create(OutputFile output, StructType schema, FormatOptions options, MemoryBudget budget) =>
        new ParquetFileWriter(output, schema, ParquetWriteOptions.From(options), budget);

    private static long Cut(long rows, long part, long parts) => part == parts ? rows : rows * part / parts / RecordBatch.TargetRows * RecordBatch.TargetRows;

    private static WantedColumn[] Wanted(ParquetFooter footer, FileScan scan, ValueList<object?> partitionValues)
    {
        var wanted = new WantedColumn[scan.Columns.Count];
        for (var i = 0; i < wanted.Length; i++)
        {
            var column = scan.Columns[i];
            wanted[i] = column.Partition >= 0 ? new WantedColumn(-1, column.Type, partitionValues[column.Partition])
                : new WantedColumn(ColumnTree.Find(footer.Roots, column.Name), column.Type, null);
        }

        return wanted;
    }

    private static SpindleException Changed(string path) => new(
        StorageErrors.CannotRead, $"{path} was replaced after the table was listed; open the table again",
        parameters: new Dictionary<string, string> { ["path"] = path });
}
