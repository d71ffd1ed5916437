using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>A folder of files as the target of a write. What a job writes appears when it commits; a job that fails leaves the folder as it was.</summary>
public sealed class FileSink : ITableSink
{
    /// <summary>The option that names the folders of partitions, <c>year=2024/month=1</c>, that an overwrite is limited to (see <see cref="PartitionFolder"/>).</summary>
    public const string OverwrittenPartition = "overwrittenPartition";

    private readonly IFileSystem fileSystem;
    private readonly IFileFormat format;
    private readonly FormatOptions options;
    private readonly SaveMode mode;
    private readonly int[] partitionBy;
    private readonly TimeZone zone;

    /// <param name="schema">All columns, partition columns included.</param>
    /// <param name="partitionBy">Columns that become folders, outermost first.</param>
    /// <exception cref="SpindleException">A partition column is not there or leaves no other; a type cannot be written.</exception>
    public FileSink(IFileSystem fileSystem, IFileFormat format, string path, StructType schema, IReadOnlyList<string> partitionBy, SaveMode mode, FormatOptions options, TimeZone zone)
    {
        this.fileSystem = fileSystem;
        this.format = format;
        this.options = options.WithDefault(FileTable.TimeZoneOption, zone.Id);
        this.mode = mode;
        this.zone = zone;
        Path = path.Length > 1 ? path.TrimEnd('/') : path;
        Schema = schema;
        this.partitionBy = [.. partitionBy.Select(Ordinal)];
        if (this.partitionBy.Length > 0 && this.partitionBy.Length == schema.Fields.Count)
            throw new SpindleException(StorageErrors.AllPartitionColumns, "every column is a partition column, so that nothing is left for the files");
        format.CheckWritable(FileSchema);
    }

    public string Path { get; }

    public string DisplayName => $"{format.Name} {Path}";

    public StructType Schema { get; }

    /// <summary>The columns that the files hold.</summary>
    public StructType FileSchema => new(Schema.Fields.Where((_, i) => !partitionBy.Contains(i)).ToValueList());

    /// <summary>True where there is data at the path already.</summary>
    public bool Exists => fileSystem.Status(Path) is { } status && (!status.IsFolder || fileSystem.List(Path).Any(m => m.Name == FileWriteJob.SuccessName) || FileListing.Find(fileSystem, [Path]).Count > 0);

    /// <summary>False where the mode is <see cref="SaveMode.Ignore"/> and there is data already: nothing is to be written then.</summary>
    public bool IsWanted => mode != SaveMode.Ignore || !Exists;

    /// <exception cref="SpindleException">PATH_ALREADY_EXISTS</exception>
    public IWriteJob Begin(string jobId)
    {
        if (mode == SaveMode.ErrorIfExists && Exists)
            throw new SpindleException(StorageErrors.PathAlreadyExists, $"there is data at {Path} already; write in mode append or overwrite, or elsewhere",
                parameters: new Dictionary<string, string> { ["outputPath"] = Path });
        var replaces = mode != SaveMode.Overwrite ? null
            : "dynamic".Equals(options["partitionOverwriteMode"], StringComparison.OrdinalIgnoreCase) && partitionBy.Length > 0 ? OverwrittenFiles.OfWrittenPartitions
            : options[OverwrittenPartition] is { } folders ? OverwrittenFiles.Below(folders.Split('/'))
            : OverwrittenFiles.All;
        return new FileWriteJob(fileSystem, format, Path, jobId, Schema, FileSchema, partitionBy, replaces, options, zone);
    }

    private int Ordinal(string name)
    {
        for (var i = 0; i < Schema.Fields.Count; i++)
            if (Schema.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        throw new SpindleException(StorageErrors.PartitionColumnNotFound, $"the partition column {name} is none of {Schema.Name}",
            parameters: new Dictionary<string, string> { ["column"] = $"`{name}`", ["schema"] = Schema.Name });
    }
}
