namespace Spindle.Pods.Submitting.Programs;

/// <summary>The archive of an application's program in object storage, as far as there is one: put there for the driver pod, removed with the application.</summary>
public sealed class ProgramUpload(IProgramStore store)
{
    /// <summary>The folder that holds it; null where nothing was put anywhere.</summary>
    public string? Folder { get; private set; }

    /// <exception cref="SubmissionException">The storage refuses.</exception>
    internal Task PutAsync(ProgramArchive archive, string folder, StoredProgram place, CancellationToken cancel)
    {
        // From now on: one that failed half way is removed as well.
        Folder = folder;
        return Task.Run(() => store.Put(archive.File, place.Path, cancel), cancel);
    }

    /// <returns>What could not be removed and why; null where nothing is left.</returns>
    internal async Task<string?> RemoveAsync()
    {
        if (Folder is not { } folder)
            return null;
        try
        {
            await Task.Run(() => store.Delete(folder), CancellationToken.None).ConfigureAwait(false);
            Folder = null;
            return null;
        }
        catch (SubmissionException refused)
        {
            return $"{folder} is left: {refused.Message}";
        }
    }
}
