using System.Collections.Concurrent;
using System.Globalization;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Launch;

namespace Spindle.Driver.Cluster;

/// <summary>Keeps as many executors as are wanted: starts them, replaces those that are lost or leave, and gives up when too many are lost.</summary>
internal sealed class ExecutorPool : IAsyncDisposable
{
    private readonly ClusterSettings settings;
    private readonly IExecutorLauncher launcher;
    private readonly Func<string, ExecutorLaunch> describe;
    private readonly Action<DriverEvent> post;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ExecutorExit>> exits = new(StringComparer.Ordinal);
    private readonly ITimer patience;
    private readonly Lock gate = new();
    // Those that were asked for, and neither have ended nor leave: whether they have connected.
    private readonly Dictionary<string, bool> members = new(StringComparer.Ordinal);
    private int target;
    private int lastId;
    private int failures;
    private bool stopping;
    private volatile bool hasEnded;
    private bool connected;
    private string lastFailure = "none connected";

    /// <param name="target">Executors wanted to begin with.</param>
    public ExecutorPool(ClusterSettings settings, int target, IExecutorLauncher launcher, Func<string, ExecutorLaunch> describe, Action<DriverEvent> post, TimeProvider time)
    {
        this.settings = settings;
        this.target = target;
        this.launcher = launcher;
        this.describe = describe;
        this.post = post;
        launcher.Exited = OnExit;
        patience = time.CreateTimer(static pool => ((ExecutorPool)pool!).CheckStart(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The application has ended: executors leave, and none is lost by that.</summary>
    public bool HasEnded => hasEnded;

    public void Start() => Fill();

    /// <summary>Wants another number of executors. Those that are too many and have not connected yet are called off; which of the others leave is not decided here.</summary>
    public void Resize(int wanted)
    {
        List<string> calledOff;
        lock (gate)
        {
            target = wanted;
            // The youngest: the others may be about to connect.
            calledOff = [.. members.Where(m => !m.Value).Select(m => m.Key).OrderByDescending(id => int.Parse(id, CultureInfo.InvariantCulture)).Take(Math.Max(0, members.Count - wanted))];
            foreach (var executor in calledOff)
                members.Remove(executor);
        }

        foreach (var executor in calledOff)
            launcher.Kill(executor);
        Fill();
    }

    /// <summary>An executor is about to go: whoever takes its place need not wait for its end.</summary>
    public void Leaves(string executor)
    {
        lock (gate)
            members.Remove(executor);
        Fill();
    }

    public void Connected(string executor)
    {
        lock (gate)
        {
            connected = true;
            if (members.ContainsKey(executor))
                members[executor] = true;
        }
    }

    /// <summary>The executor has blocks that others need, or has none any more.</summary>
    public void Holds(string executor, bool blocks) => launcher.Holds(executor, blocks);

    /// <summary>How the executor ended, once the platform says so.</summary>
    public Task<ExecutorExit> ExitOf(string executor) => Exit(executor).Task;

    /// <summary>An executor is lost for good: ends what is left of it.</summary>
    public void Drop(string executor) => launcher.Kill(executor);

    public async ValueTask DisposeAsync()
    {
        lock (gate)
            stopping = hasEnded = true;
        await patience.DisposeAsync().ConfigureAwait(false);
        await launcher.DisposeAsync().ConfigureAwait(false);
    }

    private TaskCompletionSource<ExecutorExit> Exit(string executor) => exits.GetOrAdd(executor, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Fill()
    {
        while (true)
        {
            string id;
            lock (gate)
            {
                if (stopping || members.Count >= target)
                    return;
                id = (++lastId).ToString(CultureInfo.InvariantCulture);
                members.Add(id, false);
                if (lastId == 1)
                    patience.Change(settings.StartTimeout, Timeout.InfiniteTimeSpan);
            }

            launcher.Launch(describe(id));
        }
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

            // One that was to go is no failure, however it ended.
            if (!members.Remove(exit.Executor))
                return;
            failures += exit.Evicted ? 0 : 1;
            lastFailure = $"executor {exit.Executor}: {exit.Cause} {exit.Detail}".TrimEnd();
            // None has ever connected: starting more of them the same way is no cure.
            giveUp = failures > settings.MaxExecutorFailures || (!connected && failures > 2 * settings.Executors);
        }

        if (giveUp)
            GiveUp();
        else
            Fill();
    }

    private void CheckStart()
    {
        if (!connected)
            GiveUp();
    }

    private void GiveUp() =>
        post(new ApplicationFailed(new JobError("SPINDLE_NO_EXECUTORS", "58000", $"{failures} executors were lost or did not start{(settings.StartTimeout > TimeSpan.Zero ? $" within {settings.StartTimeout.TotalSeconds} s" : "")}; the last: {lastFailure}")));
}
