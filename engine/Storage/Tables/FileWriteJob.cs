using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>
/// One write to a folder. Attempts write into a staging folder inside it, which readers do not see; committing moves the files of the attempts that count to their places, removes what they
/// replace (see <see cref="CommitJournal"/>), and leaves the marker <c>_SUCCESS</c>.
/// </summary>
internal sealed class FileWriteJob : IWriteJob
{
    public const string SuccessName = "_SUCCESS";

    private readonly IFileSystem fileSystem;
    private readonly string path;
    private readonly string staging;
    private readonly OverwrittenFilesOf? overwritten;
    private readonly AttemptTarget target;

    /// <param name="overwritten">What the new files take the place of; null for nothing.</param>
    public FileWriteJob(IFileSystem fileSystem, IFileFormat format, string path, string jobId, StructType schema, StructType fileSchema, int[] partitionBy, OverwrittenFilesOf? overwritten,
        FormatOptions options, TimeZone zone)
    {
        this.fileSystem = fileSystem;
        this.path = path;
        this.overwritten = overwritten;
        staging = StagingFolder.Of(path, jobId);
        target = new AttemptTarget(fileSystem, format, path, staging, jobId, schema, fileSchema, partitionBy, options, zone);
    }

    public IBatchWriter Open(int partition, int attempt, MemoryBudget budget) => target.Open(partition, attempt, budget);

    public TableSinkDescriptor Describe() => new FileSinkDescriptor(
        target.Format.Name, path, target.JobId, [.. target.PartitionBy], FileOpener.Travelling(target.Options), target.Zone.Id, $"{target.Format.Name} {path}", target.Schema);

    /// <summary>
    /// Publishes under a journal, so that a reader sees the old rows or the new ones wherever this ends:
    /// <code>prepare the journal → move files to their places → commit the journal → remove what is replaced → remove the journal</code>
    /// One new file alone needs none: it appears at once.
    /// </summary>
    public void Commit(IReadOnlyList<WrittenFiles> attempts)
    {
        FinishOthers();
        var receipts = attempts.SelectMany(a => a.Paths).ToList();
        var replaced = overwritten is null ? [] : Replaced(receipts, overwritten);
        var journal = new CommitJournal(target.JobId, IsCommitted: false, [.. receipts.Select(Place)], replaced);
        var isJournaled = receipts.Count > 1 || replaced.Count > 0;
        try
        {
            if (isJournaled)
                journal.Write(fileSystem, path);
            foreach (var receipt in receipts)
                fileSystem.Publish(receipt);
            if (isJournaled)
                Decide(journal);
        }
        catch (Exception error) when (error is SpindleException or IOException or OperationCanceledException)
        {
            // The old rows are whole: what was published of the new goes, while the journal hides it.
            foreach (var place in journal.Added)
                fileSystem.Delete(FilePath.Combine(path, place));
            journal.Remove(fileSystem, path);
            Abort();
            throw;
        }

        fileSystem.Delete(staging);
        fileSystem.WriteAll(FilePath.Combine(path, SuccessName), []);
        if (isJournaled)
            Finish(journal);
    }

    // A service may have done what it did not answer.
    private void Decide(CommitJournal journal)
    {
        try
        {
            (journal with { IsCommitted = true }).Write(fileSystem, path);
        }
        catch (SpindleException) when (CommitJournal.TryRead(fileSystem, FilePath.Combine(path, journal.Name)) is { IsCommitted: true })
        {
        }
    }

    /// <summary>What a job that died after its decision has left to do.</summary>
    private void FinishOthers()
    {
        if (fileSystem.Status(path) is not { IsFolder: true })
            return;
        foreach (var journal in CommitJournal.Among(fileSystem, fileSystem.List(path)))
            if (journal.IsCommitted)
                Finish(journal);
    }

    // The table is the new one already. What cannot be removed stays hidden, and the next job tries again.
    private void Finish(CommitJournal journal)
    {
        try
        {
            foreach (var place in journal.Replaced)
                fileSystem.Delete(FilePath.Combine(path, place));
            journal.Remove(fileSystem, path);
        }
        catch (Exception error) when (error is SpindleException or IOException)
        {
        }
    }

    public void Abort()
    {
        fileSystem.Delete(staging);
        if (fileSystem.Status(path) is { IsFolder: true } && fileSystem.List(path).Count == 0)
            fileSystem.Delete(path);
    }

    /// <summary>A receipt's place below the table's folder: its partition folders and its name.</summary>
    private string Place(string receipt) => string.Join('/', AttemptTarget.FinalPath(receipt).Split('/')[^(target.PartitionBy.Length + 1)..]);

    private List<string> Replaced(List<string> receipts, OverwrittenFilesOf overwritten)
    {
        if (fileSystem.Status(path) is not { IsFolder: true } status)
            return [];
        var old = FileListing.Find(fileSystem, [path]).Select(f => FileListing.Below(status.Path, f.File.Path)).ToList();
        return [.. overwritten(old, [.. receipts.Select(Place)])];
    }
}
