namespace Spindle.Testing.Kubernetes;

/// <summary>What a container prints; followers see it as it comes.</summary>
public sealed class PodLog
{
    private readonly List<string> lines = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool ended;

    /// <summary>One more line.</summary>
    public void Print(string line) => Change(() => lines.Add(line));

    /// <summary>The container has ended: followers end too.</summary>
    public void End() => Change(() => ended = true);

    internal (IReadOnlyList<string> Lines, bool Ended, Task Next) After(int count)
    {
        lock (lines)
            return ([.. lines.Skip(count)], ended, changed.Task);
    }

    private void Change(Action change)
    {
        lock (lines)
        {
            change();
            var told = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            told.SetResult();
        }
    }
}
