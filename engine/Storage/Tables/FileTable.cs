using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>A table of files in one format, listed when it is opened: a file, a folder, several of them, or what a glob matches, with partition columns behind the files' own.</summary>
public sealed class FileTable : ITable
{
    /// <summary>The option that carries the session's zone to formats whose files have local times.</summary>
    internal const string TimeZoneOption = "timeZone";

    private readonly IFileSystem fileSystem;
    private readonly FormatOptions options;
    private readonly StructType partitions;
    private readonly Lazy<TableStatistics> statistics;
    private string root = "";

    private FileTable(IFileSystem fileSystem, IFileFormat format, string displayName, StructType fileSchema, StructType partitions, StructType schema, IReadOnlyList<TableFile> files, FormatOptions options)
    {
        this.fileSystem = fileSystem;
        this.options = options;
        this.partitions = partitions;
        Format = format;
        DisplayName = displayName;
        FileSchema = fileSchema;
        Schema = schema;
        Files = files;
        statistics = new Lazy<TableStatistics>(GatherStatistics);
    }

    public string DisplayName { get; }

    public StructType Schema { get; }

    public IFileFormat Format { get; }

    /// <summary>The columns that the files themselves hold.</summary>
    public StructType FileSchema { get; }

    /// <summary>The columns that folder names give.</summary>
    public StructType PartitionSchema => partitions;

    public IReadOnlyList<TableFile> Files { get; }

    public TableStatistics Statistics => statistics.Value;

    /// <param name="schema">The columns that the user declares, partition columns included; null to ask the files.</param>
    /// <param name="zone">For timestamps in partition values.</param>
    /// <exception cref="SpindleException">PATH_NOT_FOUND, UNABLE_TO_INFER_SCHEMA, or a file's own error.</exception>
    public static FileTable Open(IFileSystem fileSystem, IFileFormat format, IReadOnlyList<string> paths, FormatOptions options, StructType? schema = null, TimeZone? zone = null)
    {
        options = options.WithDefault(TimeZoneOption, (zone ?? TimeZone.Utc).Id);
        var found = FileListing.Find(fileSystem, paths);
        if (options["basePath"] is { } basePath)
            found = [.. found.Select(f => f with { Base = basePath.TrimEnd('/') })];
        if (options["pathGlobFilter"] is { } filter)
            found = [.. found.Where(f => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(filter, f.File.Name, ignoreCase: false))];
        var types = new PartitionTypes(zone ?? TimeZone.Utc, options.Boolean("partitionColumnTypeInference", true));
        var (partitions, files) = PartitionDiscovery.Discover(found, schema, types);
        var own = schema is null
            ? format.InferSchema(fileSystem, files, options) ?? throw NoSchema(format, paths)
            : new StructType(schema.Fields.Where(f => IndexIn(partitions, f.Name) < 0).ToValueList());

        // A column that both the files and the folders have keeps its place among the files' and takes the folders' values.
        var fields = own.Fields.Select(f => IndexIn(partitions, f.Name) is >= 0 and var at ? partitions.Fields[at] : f)
            .Concat(partitions.Fields.Where(f => IndexIn(own, f.Name) < 0));
        var nullable = fields.Select(f => f with { Nullable = true }).ToValueList();
        return new FileTable(fileSystem, format, $"{format.Name} {string.Join(", ", paths)}", own, partitions, new StructType(nullable), files, options) { root = paths[0] };
    }

    /// <summary>A table that opens splits and has none of its own.</summary>
    internal static FileTable Described(IFileSystem fileSystem, IFileFormat format, FileTableDescriptor table) =>
        new(fileSystem, format, table.DisplayName, table.FileSchema, table.PartitionSchema, table.Schema, [], new FormatOptions(table.Options)) { root = table.Root };

    public TableDescriptor Describe() => new FileTableDescriptor(Format.Name, root, FileSchema, partitions, FileOpener.Travelling(options), DisplayName, Schema);

    public ValueList<Split> PlanSplits(ScanRequest request)
    {
        var scan = ScanOf(request);
        var splits = new List<Split>();
        foreach (var file in Files)
            if (MayHold(file, request))
                splits.AddRange(Format.Splits(file, scan));
        return splits.ToValueList();
    }

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => Format.Open((FileSplit)split, ScanOf(request), context);

    private FileScan ScanOf(ScanRequest request) => new(fileSystem, FileSchema, request.Columns.Select(ColumnOf).ToValueList(), request, options);

    private ScanColumn ColumnOf(int ordinal)
    {
        var field = Schema.Fields[ordinal];
        return new ScanColumn(field.Name, field.Type, IndexIn(partitions, field.Name));
    }

    private bool MayHold(TableFile file, ScanRequest request)
    {
        if (partitions.Fields.Count == 0 || request.Filters.Count == 0)
            return true;
        var ranges = new PartitionRanges(file.PartitionValues, [.. request.Columns.Select(c => IndexIn(partitions, Schema.Fields[c].Name))]);
        return request.Filters.All(filter => RangeTest.MayPass(filter, ranges));
    }

    private TableStatistics GatherStatistics()
    {
        var own = Format.Statistics(fileSystem, Files, FileSchema, options);
        var columns = Schema.Fields.Select(f => IndexIn(partitions, f.Name) is >= 0 and var partition ? StatisticsOf(partition)
            : IndexIn(FileSchema, f.Name) is >= 0 and var at ? own.Columns[at] : ColumnStatistics.Unknown);
        return own with { Columns = columns.ToValueList() };
    }

    private ColumnStatistics StatisticsOf(int partition)
    {
        var values = Files.Select(f => f.PartitionValues[partition]).OfType<object>().Distinct().ToArray();
        Array.Sort(values, (a, b) => Bounds.Compare(a, b) ?? 0);
        return values.Length == 0 ? ColumnStatistics.Unknown : new ColumnStatistics(values[0], values[^1], values.Length, -1, -1);
    }

    private static int IndexIn(StructType schema, string name)
    {
        for (var i = 0; i < schema.Fields.Count; i++)
            if (schema.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }

    private static SpindleException NoSchema(IFileFormat format, IReadOnlyList<string> paths) => new(
        StorageErrors.UnableToInferSchema, $"no {format.Name} file at {string.Join(", ", paths)} says what its columns are; give a schema",
        parameters: new Dictionary<string, string> { ["format"] = format.Name });
}
