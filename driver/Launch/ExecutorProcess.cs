using System.Diagnostics;

namespace Spindle.Launch;

/// <summary>One child process, its last words, and its end.</summary>
internal sealed class ExecutorProcess : IDisposable
{
    private const int KeptLines = 20;
    private const int SignalBase = 128;

    private readonly Process process;
    private readonly Queue<string> lastLines = new();
    private readonly Lock gate = new();

    private ExecutorProcess(Process process) => this.process = process;

    public int Id { get; private init; }

    public static ExecutorProcess Start(ProcessCommand command, ExecutorLaunch launch, Action<string, string>? said)
    {
        var start = new ProcessStartInfo(command.FileName) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command.FileName} did not start");
        var child = new ExecutorProcess(process) { Id = process.Id };
        void Hear(string? line)
        {
            if (line is null)
                return;
            child.Keep(line);
            said?.Invoke(launch.Executor, line);
        }

        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        try
        {
            process.StandardInput.WriteLine(launch.ToJson());
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It ended before it read: its exit tells.
        }

        return child;
    }

    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>Ends its input, which tells it to end.</summary>
    public void Leave()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    public async Task EndAsync(TimeSpan grace)
    {
        try
        {
            using var patience = new CancellationTokenSource(grace);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended and was reported.
        }
    }

    public async Task<ExecutorExit> ExitAsync(string executor)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        var code = process.ExitCode;
        string detail;
        lock (gate)
            detail = string.Join('\n', lastLines);
        return code > SignalBase
            ? new ExecutorExit(executor, null, code - SignalBase, false, false, detail)
            : new ExecutorExit(executor, code, null, false, false, detail);
    }

    public void Dispose() => process.Dispose();

    private void Keep(string line)
    {
        lock (gate)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > KeptLines)
                lastLines.Dequeue();
        }
    }
}
