using Spindle.Columnar.Errors;

namespace Spindle.Execution.Spilling;

/// <summary>The folder of a task's spill files: made at the first, removed with the task.</summary>
internal sealed class SpillArea(string folder, CancellationToken cancellation) : IDisposable
{
    private readonly Lock gate = new();
    private string? path;
    private int files;

    public CancellationToken Cancellation => cancellation;

    /// <summary>A new file, open for writing and reading.</summary>
    public SpillFile Create()
    {
        lock (gate)
        {
            try
            {
                path ??= Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
                return new SpillFile(Path.Combine(path, (files++).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Failed(folder, exception);
            }
        }
    }

    public void Dispose()
    {
        if (path is null)
            return;
        try
        {
            Directory.Delete(path, recursive: true);
            // The folder is shared by queries: it goes with the last of them.
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (IOException)
        {
            // What cannot be removed now is in a temporary folder: nothing depends on it.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    internal static SpindleException Failed(string path, Exception exception) => new(new ErrorClass("SPINDLE_SPILL_FAILED", "58030"),
        $"the query needs disk space for what does not fit in memory, and writing to {path} failed: {exception.Message} Free some space, or set spindle.spill.folder to another disk", inner: exception);
}
