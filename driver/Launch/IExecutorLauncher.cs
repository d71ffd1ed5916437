namespace Spindle.Launch;

/// <summary>The port that starts executors, as processes, pods, or whatever else can run one. An executor that stands dials the driver by itself.</summary>
public interface IExecutorLauncher : IAsyncDisposable
{
    /// <summary>Told of each executor that ended or never started; once an executor, from any thread. Set before the first launch.</summary>
    Action<ExecutorExit>? Exited { get; set; }

    /// <summary>Starts one. What goes wrong afterwards is an <see cref="ExecutorExit"/>.</summary>
    void Launch(ExecutorLaunch launch);

    /// <summary>Ends one at once, where it still runs.</summary>
    void Kill(string executor);

    /// <summary>Says whether an executor has blocks that others need: a platform that chooses which to take away may spare it.</summary>
    void Holds(string executor, bool blocks)
    {
    }
}
