using System.Collections.Concurrent;
using Spindle.Driver.Actions;
using Spindle.Launch;

namespace Spindle.Driver.Cluster;

/// <summary>Removes blocks from <see cref="FallbackStorage"/> once nobody needs them: a query's at its end, a dataset's when it is forgotten, and all that is left when the application ends.</summary>
/// <param name="folder">The application's own.</param>
/// <param name="remove">Removes a folder with what is in it; does nothing where there is none.</param>
internal sealed class FallbackCleaner(string folder, Action<string> remove, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, bool> used = new(StringComparer.Ordinal);
    private Task removing = Task.CompletedTask;
    private volatile bool mayHoldMore;

    /// <summary>Takes note of what was put there. The loop's.</summary>
    public void Hear(Announcement announcement)
    {
        // What is written when the application ends is told to nobody.
        mayHoldMore |= announcement is ExecutorDrains;
        if (announcement is BlocksHandedOver { To.Id: FallbackStorage.Holder } moved)
            used[moved.Job is { } job ? FallbackStorage.FolderOfQuery(folder, job.Value) : FallbackStorage.FolderOfDataset(folder, moved.Dataset)] = true;
    }

    /// <summary>The loop's.</summary>
    public void Forget(DriverAction action)
    {
        var unwanted = action switch
        {
            RemoveJob job => FallbackStorage.FolderOfQuery(folder, job.Job.Value),
            RemoveDataset dataset => FallbackStorage.FolderOfDataset(folder, dataset.Dataset),
            _ => "",
        };
        // One after the other, aside: the loop does not wait for object storage.
        if (used.TryRemove(unwanted, out _))
            removing = removing.ContinueWith(_ => TryRemove(unwanted), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Removes the application's folder. After the loop has ended, and executors with it.</summary>
    public async Task EndAsync()
    {
        if (!mayHoldMore)
            return;
        try
        {
            await removing.ContinueWith(_ => TryRemove(folder), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).WaitAsync(Patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The storage does not answer: what is left there goes by its own rule.
        }
    }

    private void TryRemove(string unwanted)
    {
        try
        {
            remove(unwanted);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or Columnar.Errors.SpindleException)
        {
            // Nothing is wrong with the query, and all is tried again at the application's end.
        }
    }
}
