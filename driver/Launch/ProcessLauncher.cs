using System.ComponentModel;
using System.Diagnostics;

namespace Spindle.Launch;

/// <summary>Runs executors as child processes on this machine.</summary>
/// <param name="command">What to run.</param>
/// <param name="said">Told each line that an executor writes to standard error or output, with its id.</param>
/// <param name="grace">How long executors may take to end by themselves when the launcher is disposed.</param>
public sealed class ProcessLauncher(ProcessCommand command, Action<string, string>? said = null, TimeSpan? grace = null) : IExecutorLauncher
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ExecutorProcess> running = new(StringComparer.Ordinal);
    private bool disposed;

    /// <inheritdoc/>
    public Action<ExecutorExit>? Exited { get; set; }

    /// <summary>Process ids by executor, of those that run.</summary>
    public IReadOnlyDictionary<string, int> ProcessIds
    {
        get
        {
            lock (gate)
                return running.ToDictionary(r => r.Key, r => r.Value.Id);
        }
    }

    /// <inheritdoc/>
    public void Launch(ExecutorLaunch launch)
    {
        ExecutorProcess process;
        try
        {
            process = ExecutorProcess.Start(command, launch, said);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or InvalidOperationException)
        {
            Exited?.Invoke(new ExecutorExit(launch.Executor, null, null, false, false, failure.Message));
            return;
        }

        bool late;
        lock (gate)
        {
            late = disposed;
            running.Add(launch.Executor, process);
        }

        if (late)
            process.Kill();
        _ = ReportAsync(launch, process);
    }

    /// <inheritdoc/>
    public void Kill(string executor)
    {
        lock (gate)
            if (running.TryGetValue(executor, out var process))
                process.Kill();
    }

    /// <summary>Lets executors end by themselves, since their standard input ends, and kills those that do not.</summary>
    public async ValueTask DisposeAsync()
    {
        List<ExecutorProcess> left;
        lock (gate)
        {
            disposed = true;
            left = [.. running.Values];
        }

        foreach (var process in left)
            process.Leave();
        await Task.WhenAll(left.Select(p => p.EndAsync(grace ?? TimeSpan.FromSeconds(5)))).ConfigureAwait(false);
    }

    // An executor that was killed could not clear up after itself.
    private static void Sweep(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed lies in a folder for temporary files.
        }
    }

    private async Task ReportAsync(ExecutorLaunch launch, ExecutorProcess process)
    {
        var exit = await process.ExitAsync(launch.Executor).ConfigureAwait(false);
        Sweep(launch.FolderOf(process.Id));
        lock (gate)
            running.Remove(launch.Executor);
        process.Dispose();
        Exited?.Invoke(exit);
    }
}
