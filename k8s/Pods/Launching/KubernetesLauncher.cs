using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Client.Watching;
using Spindle.Launch;
using Spindle.Pods.Plan;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;

namespace Spindle.Pods.Launching;

/// <summary>Runs executors as pods: one loop reconciles what is wanted with what the API server shows, and does what <see cref="PodPlan"/> decides.</summary>
public sealed class KubernetesLauncher : IExecutorLauncher
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CleaningPatience = TimeSpan.FromSeconds(20);

    private readonly ApplicationPlace place;
    private readonly PodLimits limits;
    private readonly PodPlan plan;
    private readonly PodCalls calls;
    private readonly NodeConditions nodes;
    private readonly QuotaRivals rivals;
    private readonly Watcher<Pod> watcher;
    private readonly ApplicationObjects objects;
    private readonly DisruptionMarks marks;
    private readonly Action<string> say;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly ConcurrentDictionary<string, ExecutorLaunch> wanted = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Action<TimeSpan>> answers = new();
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Task, bool> underWay = new();
    private readonly Dictionary<string, string> nodeOf = new(StringComparer.Ordinal);
    private readonly int instances;
    private readonly bool policy;
    private Task? loop;
    private Task? renewing;
    private string driver = "";
    private bool allReady;

    /// <param name="say">Takes lines for whoever waits.</param>
    /// <exception cref="TemplateException">The pod template cannot be used.</exception>
    /// <exception cref="SettingException">No pod can be made of the settings.</exception>
    public KubernetesLauncher(ApplicationPlace place, KubernetesSettings settings, Action<string> say)
    {
        this.place = place;
        this.say = say;
        limits = settings.Limits;
        instances = settings.Instances;
        policy = settings.NetworkPolicy;
        var client = place.Client;
        time = client.Options.Time;
        began = time.GetTimestamp();
        plan = new PodPlan(() =>
        {
            lock (client.Options.Random)
                return client.Options.Random.NextDouble();
        });
        nodes = new NodeConditions(client);
        rivals = new QuotaRivals(place);
        objects = new ApplicationObjects(client, place.Namespace, place.Application, place.Owner);
        marks = new DisruptionMarks(client.Of<Pod>(place.Namespace), place.Application);
        calls = new PodCalls(place, new ExecutorPod(place.Application, settings, place.Owner), settings);
        SharedFolders = [.. settings.SharedFolders, .. SharedVolumes.Of(calls.Shape())];
        watcher = new Watcher<Pod>(client.Of<Pod>(place.Namespace), new WatcherOptions
        {
            Selection = Selection.Labelled((Labels.Application, place.Application), (Labels.Role, ExecutorPod.Role)),
            ListEvery = settings.ListEvery,
        })
        {
            Changed = _ => Wake(),
            Listed = () =>
            {
                Start(nodes.LookAsync(stop.Token));
                Wake();
            },
        };
    }

    /// <inheritdoc/>
    public Action<ExecutorExit>? Exited { get; set; }

    /// <summary>Told, in the API server's words, when the driver is to give its own pod back and wait for room in a quota; null where nobody would start it again.</summary>
    public Action<string>? GiveBack { get; set; }

    /// <summary>What is worth saying of the executors at the end; null for nothing.</summary>
    public Func<IEnumerable<string>>? Farewell { get; set; }

    /// <summary>Folders of executors that others see too: mounted from volumes that are more than a pod's own, and those that settings name.</summary>
    public IReadOnlyList<string> SharedFolders { get; }

    private TimeSpan Now => time.GetElapsedTime(began);

    /// <inheritdoc/>
    public void Launch(ExecutorLaunch launch)
    {
        driver = launch.Driver;
        wanted[launch.Executor] = launch;
        if (loop is null)
        {
            watcher.Start();
            loop = Task.Run(LoopAsync);
            Start(SweepAsync());
            renewing = Task.Run(RenewAsync);
            Start(marks.RunAsync(stop.Token));
        }

        Wake();
    }

    /// <inheritdoc/>
    public void Kill(string executor)
    {
        wanted.TryRemove(executor, out _);
        Wake();
    }

    /// <inheritdoc/>
    public void Holds(string executor, bool blocks) => marks.Set(executor, blocks);

    /// <summary>Says that an executor has begun to leave.</summary>
    public void Leaves(string executor)
    {
        if (!stop.IsCancellationRequested)
            Start(calls.LabelLeavingAsync(executor, stop.Token));
    }

    /// <summary>Removes everything of the application.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([loop ?? Task.CompletedTask, renewing ?? Task.CompletedTask, .. underWay.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watcher.DisposeAsync().ConfigureAwait(false);
        foreach (var line in Farewell?.Invoke() ?? [])
            say($"app {place.Application}  {line}");
        try
        {
            using var patience = new CancellationTokenSource(CleaningPatience, time);
            var removed = await new Leftovers(place.Client, place.Namespace, time).RemoveAsync(place.Application, withDriver: false, patience.Token).ConfigureAwait(false);
            say(string.Create(CultureInfo.InvariantCulture, $"app {place.Application}  removed: {removed}  after {Now.TotalSeconds:0.0} s and {place.Client.Requests} calls of the API"));
        }
        catch (Exception failed) when (failed is ApiException or IOException or OperationCanceledException)
        {
            say($"app {place.Application} could not be removed from the namespace {place.Namespace}: {failed.Message}; spindle k8s sweep -n {place.Namespace} does it later");
        }

        stop.Dispose();
    }

    private void Wake() => wake.Writer.TryWrite(true);

    private async Task LoopAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            while (answers.TryDequeue(out var answer))
                answer(Now);
            var decision = plan.Reconcile(Wanted(), Observe(), Now, limits with { MayYield = GiveBack is not null && !rivals.IsLeft, Rivals = rivals.Seen, Juniors = rivals.Juniors });
            foreach (var action in decision.Actions)
                Act(action);
            var nap = decision.WakeAt is { } at ? at - Now : LongestNap;
            await NapAsync(nap < LongestNap ? nap : LongestNap).ConfigureAwait(false);
        }
    }

    // In the order of their ids, which are numbers.
    private List<string> Wanted() => [.. wanted.Keys.OrderBy(e => e.Length).ThenBy(e => e, StringComparer.Ordinal)];

    private List<ObservedPod> Observe()
    {
        var observed = watcher.Items.Values.Select(p =>
        {
            if (p.Node is { } node && nodes.Knows(node))
                nodeOf[p.Name] = node;
            return PodObservation.Of(p, calls.Container, nodes.Of(p.Node, nodeOf.ContainsKey(p.Name)));
        }).ToList();
        if (!allReady && observed.Count(o => o.Ready) is var ready && ready >= instances)
        {
            allReady = true;
            say(string.Create(CultureInfo.InvariantCulture, $"app {place.Application}  executors {ready}/{instances} ready {Now.TotalSeconds:0.0} s"));
        }

        return observed;
    }

    private void Act(PodAction action)
    {
        switch (action)
        {
            case CreatePods wave:
                Start(CreateAsync(wave.Executors));
                break;
            case EndExecutor end:
                wanted.TryRemove(end.Executor, out _);
                Start(EndAsync(end));
                break;
            case DeletePod delete:
                Start(calls.DeleteAsync(delete.Name, delete.Force, stop.Token));
                break;
            case StopApplication { Reason: StopReason.WaitsForQuota } waits:
                GiveBack?.Invoke(waits.Message);
                break;
            case StopApplication hopeless:
                Exited?.Invoke(new ExecutorExit("", null, null, false, false, Explain(hopeless)) { IsFinal = true });
                break;
            case Tell tell:
                say($"app {place.Application}  {tell.Message}");
                break;
        }
    }

    private string Explain(StopApplication hopeless) => hopeless.Reason switch
    {
        StopReason.Unreached => $"executors run but cannot reach this driver at {driver}; use --deploy-mode cluster or --driver-address{(hopeless.Message.Length > 0 ? $" ({hopeless.Message})" : "")}",
        StopReason.Refused => $"the API server lets no executor pod into the namespace {place.Namespace}: {hopeless.Message}{(rivals.Seen == Rivals.None ? "" : "; others use it up, and spindle submit in cluster mode waits for room as long as it follows its driver")}",
        _ => hopeless.Message,
    };

    private async Task CreateAsync(IReadOnlyList<string> executors)
    {
        var launches = executors.Select(wanted.GetValueOrDefault).OfType<ExecutorLaunch>().ToList();
        foreach (var gone in executors.Except(launches.Select(l => l.Executor), StringComparer.Ordinal))
            Answer(gone, new Refusal(0, "it is no longer wanted"));
        await calls.CreateAsync(launches, Answer, stop.Token).ConfigureAwait(false);
    }

    private void Answer(string executor, Refusal? refusal)
    {
        if (refusal is { IsForRoom: true } && !allReady && rivals.IsDue)
            Start(rivals.LookAsync(stop.Token));
        answers.Enqueue(now =>
        {
            if (refusal is null)
                plan.Created(executor, now, limits);
            else
                plan.Refused(executor, refusal, now, limits);
        });
        Wake();
    }

    private async Task EndAsync(EndExecutor end)
    {
        var log = end.Pod is { } pod && end.Death.LogTells ? await calls.LastLinesAsync(pod.Name, stop.Token).ConfigureAwait(false) : "";
        if (end.Death.Cause != DeathCause.Unwanted)
            say($"app {place.Application}  executor {end.Executor} {(end.Pod?.Node is { } node ? $"on {node} " : "")}ended ({end.Death.Cause}): {end.Death.Message}{(log.Length > 0 ? $"\n{log}" : "")}");
        Exited?.Invoke(new ExecutorExit(end.Executor, end.Death.ExitCode, null, end.Death.Cause == DeathCause.OutOfMemory, !end.Death.Counts, $"{end.Death.Message}{(log.Length > 0 ? $"\n{log}" : "")}")
        {
            PlatformReason = end.Death.Cause == DeathCause.OutOfMemory ? "OOMKilled" : end.Death.Cause.ToString(),
        });
        if (end is { Delete: true, Pod: { } left })
            await calls.DeleteAsync(left.Name, left.NodeCondition == NodeCondition.Gone, stop.Token).ConfigureAwait(false);
    }

    // Drivers before this one that ended without a chance to clear up.
    private async Task SweepAsync()
    {
        try
        {
            var leftovers = new Leftovers(place.Client, place.Namespace, time);
            foreach (var left in await leftovers.FindAsync(stop.Token).ConfigureAwait(false))
                say($"app {left} was left by its driver  removed: {await leftovers.RemoveAsync(left, withDriver: false, stop.Token).ConfigureAwait(false)}");
        }
        catch (Exception failed) when (failed is ApiException or IOException or OperationCanceledException)
        {
            // The next driver, or spindle k8s sweep, sees to it.
        }
    }

    // A driver outside the cluster owns nothing that the cluster could notice the end of.
    private async Task RenewAsync()
    {
        var policyStands = !policy;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!policyStands)
                    await objects.ApplyPolicyAsync(place.Owner is null ? driver[..driver.LastIndexOf(':')] : null, stop.Token).ConfigureAwait(false);
                policyStands = true;
                if (place.Owner is not null)
                    return;
                await objects.RenewLeaseAsync($"{Environment.MachineName}-{Environment.ProcessId}", time.GetUtcNow(), stop.Token).ConfigureAwait(false);
            }
            catch (ApiException refused) when (refused.IsForbidden)
            {
                say($"app {place.Application}  {refused.Message}");
                policyStands = true;
                if (place.Owner is not null)
                    return;
            }
            catch (Exception failed) when (failed is ApiException or IOException)
            {
                // Renewed often enough to miss one.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await Task.Delay(ApplicationObjects.LeaseRenewal, time, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Start(Task task)
    {
        underWay[task] = true;
        _ = task.ContinueWith(t => underWay.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task NapAsync(TimeSpan length)
    {
        using var nap = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        using var timer = time.CreateTimer(static c => Cancel((CancellationTokenSource)c!), nap, length > TimeSpan.Zero ? length : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        try
        {
            await wake.Reader.ReadAsync(nap.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Time to look again.
        }
    }

    private static void Cancel(CancellationTokenSource nap)
    {
        try
        {
            nap.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was woken just now.
        }
    }
}
