using Spindle.Launch;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>What differs from the usual about how executors are started and ended.</summary>
internal sealed record ClusterShape
{
    /// <summary>Changes what an executor is told, as its memory or where its driver is.</summary>
    public Func<ExecutorLaunch, ExecutorLaunch> Change { get; init; } = launch => launch;

    /// <summary>What executor processes run.</summary>
    public ProcessCommand Command { get; init; } = ProcessCommand.Beside();

    /// <summary>The driver cannot end executors, as where they are on a machine that it no longer reaches.</summary>
    public bool Spares { get; init; }
}

/// <summary>Starts executor processes as a test wants them.</summary>
internal sealed class ChangedLauncher(ClusterShape shape) : IExecutorLauncher
{
    private readonly ProcessLauncher processes = new(shape.Command, grace: TimeSpan.FromSeconds(2));

    public Action<ExecutorExit>? Exited
    {
        get => processes.Exited;
        set => processes.Exited = value;
    }

    public void Launch(ExecutorLaunch launch) => processes.Launch(shape.Change(launch));

    public void Kill(string executor)
    {
        if (!shape.Spares)
            processes.Kill(executor);
    }

    public ValueTask DisposeAsync() => processes.DisposeAsync();
}
