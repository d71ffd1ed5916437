using System.Globalization;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Client.Watching;
using Spindle.Pods.Launching;
using Spindle.Pods.Plan;

namespace Spindle.Pods.Submitting;

/// <summary>Follows a driver pod: its states, its log, its end.</summary>
/// <param name="say">Takes what is to be told of the application.</param>
/// <param name="print">Takes the driver's own lines.</param>
public sealed class DriverFollower(ApiClient client, string scope, string application, Action<string> say, Action<string> print)
{
    private static readonly TimeSpan LogPause = TimeSpan.FromMilliseconds(500);

    private readonly ResourceClient<Pod> pods = client.Of<Pod>(scope);
    private readonly TimeProvider time = client.Options.Time;

    /// <summary>Follows until the driver has ended.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="SubmissionException">The driver cannot start.</exception>
    public async Task<PodDeath> FollowAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var name = DriverPod.NameOf(application);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<PodDeath>(TaskCreationOptions.RunContinuationsAsynchronously);
        var obstacle = "";
        void See(Pod? pod, Pod last)
        {
            if (pod is null)
            {
                ended.TrySetResult(new PodDeath(DeathCause.Deleted, "its driver pod was deleted"));
                return;
            }

            var observed = DriverPod.Observe(pod);
            if (observed.Phase == Plan.PodPhase.Running && running.TrySetResult())
                say(string.Create(CultureInfo.InvariantCulture, $"app {application}  driver pod running {time.GetElapsedTime(began).TotalSeconds:0.0} s"));
            if (PodAutopsy.Of(observed) is { } death)
                ended.TrySetResult(death);
            else if (ImagePull.IsFinal(observed.Waiting))
                ended.TrySetException(new SubmissionException($"the driver's image cannot be had: {observed.Waiting!.Reason}: {observed.Waiting.Message}"));
            else if (Hindrance(observed) is { } hindrance && hindrance != obstacle)
                say($"app {application}  the driver pod waits: {obstacle = hindrance}");
        }

        var watcher = new Watcher<Pod>(pods, new WatcherOptions { Selection = Selection.Labelled((Labels.Application, application), (Labels.Role, DriverPod.Role)) }) { Changed = change => See(change.After, change.Last) };
        await using (watcher.ConfigureAwait(false))
        {
            watcher.Start();
            await watcher.FirstList.WaitAsync(cancel).ConfigureAwait(false);
            if (watcher.Items.IsEmpty)
                ended.TrySetResult(new PodDeath(DeathCause.Deleted, "there is no driver pod of that application"));
            await Task.WhenAny(running.Task, ended.Task).WaitAsync(cancel).ConfigureAwait(false);
            if (!ended.Task.IsFaulted)
                await PrintLogAsync(name, ended.Task, cancel).ConfigureAwait(false);
            var death = await ended.Task.WaitAsync(cancel).ConfigureAwait(false);
            if (death.Cause != DeathCause.WaitsForQuota)
                say(string.Create(CultureInfo.InvariantCulture, $"{(death.Cause == DeathCause.Completed ? "COMPLETED" : $"FAILED ({death.Cause}: {death.Message})")} {time.GetElapsedTime(began).TotalSeconds:0.0} s"));
            return death;
        }
    }

    private static string? Hindrance(ObservedPod pod) => pod.Unschedulable ?? (ImagePull.Fails(pod.Waiting) ? $"{pod.Waiting!.Reason}: {pod.Waiting.Message}" : null);

    // A log that ends while the driver runs lost its connection: it goes on from where it was.
    private async Task PrintLogAsync(string name, Task ended, CancellationToken cancel)
    {
        DateTimeOffset? since = null;
        do
        {
            var last = ended.IsCompleted;
            try
            {
                await foreach (var line in pods.LogAsync(name, new LogOptions(Follow: !last, Since: since), cancel).ConfigureAwait(false))
                    print(line);
                since = time.GetUtcNow();
            }
            catch (Exception failed) when (failed is ApiException or IOException)
            {
                // Its container has not started yet, or is gone.
            }

            if (last)
                return;
            await Task.WhenAny(ended, Task.Delay(LogPause, time, cancel)).ConfigureAwait(false);
        }
        while (!ended.IsCompleted);
    }
}
