using System.Collections.Concurrent;
using System.Globalization;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Launch;

namespace Spindle.Driver.Cluster;

/// <summary>Keeps as many executors as are wanted: starts them, replaces those that are lost, and gives up when too many are.</summary>
internal sealed class ExecutorPool : IAsyncDisposable
{
    private readonly ClusterSettings settings;
    private readonly IExecutorLauncher launcher;
    private readonly Func<string, ExecutorLaunch> describe;
    private readonly Action<DriverEvent> post;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ExecutorExit>> exits = new(StringComparer.Ordinal);
    private readonly ITimer patience;
    private readonly Lock gate = new();
    private int lastId;
    private int failures;
    private bool stopping;
    private bool connected;
    private string lastFailure = "none connected";

    public ExecutorPool(ClusterSettings settings, IExecutorLauncher launcher, Func<string, ExecutorLaunch> describe, Action<DriverEvent> post, TimeProvider time)
    {
        this.settings = settings;
        this.launcher = launcher;
        this.describe = describe;
        this.post = post;
        launcher.Exited = OnExit;
        patience = time.CreateTimer(static pool => ((ExecutorPool)pool!).CheckStart(), this, settings.StartTimeout, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        for (var i = 0; i < settings.Executors; i++)
            Add();
    }

    public void Connected() => connected = true;

    /// <summary>How the executor ended, once the platform says so.</summary>
    public Task<ExecutorExit> ExitOf(string executor) => Exit(executor).Task;

    /// <summary>An executor is lost for good: ends what is left of it.</summary>
    public void Drop(string executor) => launcher.Kill(executor);

    public async ValueTask DisposeAsync()
    {
        lock (gate)
            stopping = true;
        await patience.DisposeAsync().ConfigureAwait(false);
        await launcher.DisposeAsync().ConfigureAwait(false);
    }

    private TaskCompletionSource<ExecutorExit> Exit(string executor) => exits.GetOrAdd(executor, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Add()
    {
        string id;
        lock (gate)
        {
            if (stopping)
                return;
            id = (++lastId).ToString(CultureInfo.InvariantCulture);
        }

        launcher.Launch(describe(id));
    }

    private void OnExit(ExecutorExit exit)
    {
        Exit(exit.Executor).TrySetResult(exit);
        bool giveUp;
        lock (gate)
        {
            if (stopping)
                return;
            if (exit.IsFinal)
            {
                stopping = true;
                post(new ApplicationFailed(new JobError("SPINDLE_NO_EXECUTORS", "58000", exit.Detail)));
                return;
            }

            failures += exit.Evicted ? 0 : 1;
            lastFailure = $"executor {exit.Executor}: {exit.Cause} {exit.Detail}".TrimEnd();
            // None has ever connected: starting more of them the same way is no cure.
            giveUp = failures > settings.MaxExecutorFailures || (!connected && failures > 2 * settings.Executors);
        }

        if (giveUp)
            GiveUp();
        else
            Add();
    }

    private void CheckStart()
    {
        if (!connected)
            GiveUp();
    }

    private void GiveUp() =>
        post(new ApplicationFailed(new JobError("SPINDLE_NO_EXECUTORS", "58000", $"{failures} executors were lost or did not start within {settings.StartTimeout.TotalSeconds} s; the last: {lastFailure}")));
}
