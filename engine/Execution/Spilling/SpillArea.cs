using Spindle.Columnar.Errors;
using Spindle.Execution.Pipelines;

namespace Spindle.Execution.Spilling;

/// <summary>The folder of a task's spill files: made at the first, removed with the task.</summary>
internal sealed class SpillArea(string folder, CancellationToken cancellation) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<SpillFile> files = [];
    private string? path;

    public CancellationToken Cancellation => cancellation;

    /// <summary>A new file.</summary>
    /// <param name="metrics">Of the node that spills.</param>
    public SpillFile Create(NodeMetrics metrics)
    {
        lock (gate)
        {
            try
            {
                path ??= Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
                var file = new SpillFile(Path.Combine(path, files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)), metrics);
                files.Add(file);
                return file;
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
            foreach (var file in files)
                file.Dispose();
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
        $"the query needs disk space for what does not fit in memory, and writing to {path} failed ({exception.Message.TrimEnd('.')}): free some space there, or set spindle.spill.dir to a folder on another disk", inner: exception);
}
