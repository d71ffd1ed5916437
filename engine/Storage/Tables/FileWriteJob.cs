using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>
/// One write to a folder. Attempts write into a staging folder inside it, which readers do not see; committing moves the files of the attempts that count to their places, removes what they
/// replace, and leaves the marker <c>_SUCCESS</c>.
/// </summary>
internal sealed class FileWriteJob : IWriteJob
{
    public const string SuccessName = "_SUCCESS";

    private readonly IFileSystem fileSystem;
    private readonly string path;
    private readonly string staging;
    private readonly bool overwrites;
    private readonly bool isDynamic;
    private readonly AttemptTarget target;

    public FileWriteJob(IFileSystem fileSystem, IFileFormat format, string path, string jobId, StructType schema, StructType fileSchema, int[] partitionBy, bool overwrites,
        bool isDynamic, FormatOptions options, TimeZone zone)
    {
        this.fileSystem = fileSystem;
        this.path = path;
        this.overwrites = overwrites;
        this.isDynamic = isDynamic;
        staging = StagingFolder.Of(path, jobId);
        target = new AttemptTarget(fileSystem, format, path, staging, jobId, schema, fileSchema, partitionBy, options, zone);
    }

    public IBatchWriter Open(int partition, int attempt, MemoryBudget budget) => target.Open(partition, attempt, budget);

    public TableSinkDescriptor Describe() => new FileSinkDescriptor(
        target.Format.Name, path, target.JobId, [.. target.PartitionBy], FileOpener.Travelling(target.Options), target.Zone.Id, $"{target.Format.Name} {path}", target.Schema);

    public void Commit(IReadOnlyList<WrittenFiles> attempts)
    {
        var receipts = attempts.SelectMany(a => a.Paths).ToList();
        var replaced = overwrites ? Replaced(receipts) : [];
        var published = new List<string>();
        try
        {
            foreach (var receipt in receipts)
            {
                fileSystem.Publish(receipt);
                published.Add(AttemptTarget.FinalPath(receipt));
            }
        }
        catch
        {
            // The old data is whole as long as it has not been removed; what was published of the new goes.
            foreach (var file in published)
                fileSystem.Delete(file);
            Abort();
            throw;
        }

        foreach (var file in replaced)
            fileSystem.Delete(file);
        fileSystem.Delete(staging);
        fileSystem.WriteAll(FilePath.Combine(path, SuccessName), []);
    }

    public void Abort()
    {
        fileSystem.Delete(staging);
        if (fileSystem.Status(path) is { IsFolder: true } && fileSystem.List(path).Count == 0)
            fileSystem.Delete(path);
    }

    /// <summary>The files that the new ones take the place of: all, or those of the partitions that are written.</summary>
    private List<string> Replaced(List<string> receipts)
    {
        if (fileSystem.Status(path) is not { } status)
            return [];
        if (!status.IsFolder)
            return [path];
        var old = FileListing.Find(fileSystem, [path]).Select(f => f.File.Path);
        if (!isDynamic || target.PartitionBy.Length == 0)
            return [.. old];
        var folders = receipts.Select(r => FilePath.ParentOf(AttemptTarget.FinalPath(r))).ToHashSet(StringComparer.Ordinal);
        return [.. old.Where(file => folders.Contains(FilePath.ParentOf(file)))];
    }
}
