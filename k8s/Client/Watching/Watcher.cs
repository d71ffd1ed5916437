using System.Collections.Immutable;
using Spindle.Client.Requests;
using Spindle.Client.Resources;

namespace Spindle.Client.Watching;

/// <summary>
/// Keeps what is known of a collection up to date: a list, a watch from the list's version on, and a list again every 30 s. Each list begins a new watch at its own version, so that a watch
/// which stalls, loses events or repeats them is set right by the next list, and late news never moves a state back.
/// </summary>
public sealed class Watcher<T> : IAsyncDisposable
    where T : Resource
{
    private readonly ResourceClient<T> resources;
    private readonly WatcherOptions options;
    private readonly ResourceCache<T> cache = new();
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RetryPolicy pauses;
    private volatile object? listedAt;
    private Task? loop;

    /// <summary>A watcher that follows nothing until <see cref="Start"/>.</summary>
    public Watcher(ResourceClient<T> resources, WatcherOptions? options = null)
    {
        this.resources = resources;
        this.options = options ?? new WatcherOptions();
        pauses = new RetryPolicy { LongestPause = this.options.LongestPause };
    }

    /// <summary>Told of each change in order, from the watcher's own task: it must return soon. Set before <see cref="Start"/>.</summary>
    public Action<CacheChange<T>>? Changed { get; init; }

    /// <summary>Told after each list, when all its changes have been told. Set before <see cref="Start"/>.</summary>
    public Action? Listed { get; init; }

    /// <summary>Told of each failure: an <see cref="ApiException"/> or an <see cref="ApiUnreachableException"/>. The watcher goes on after a pause. Set before <see cref="Start"/>.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>The objects as last known, by name, or by namespace and name (<c>team-a/x</c>) where they have a namespace. A snapshot: it does not change.</summary>
    public ImmutableDictionary<string, T> Items => cache.Items;

    /// <summary>When the last list was begun; null before the first has ended. What is known is at least as new as this.</summary>
    public DateTimeOffset? ListedAt => listedAt as DateTimeOffset?;

    /// <summary>Done with the first list.</summary>
    public Task FirstList => listed.Task;

    /// <summary>Begins to follow. At most once.</summary>
    public void Start() => loop = loop is null ? Task.Run(RunAsync) : throw new InvalidOperationException("a watcher is started once");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        if (loop is not null)
            await loop.ConfigureAwait(false);
        listed.TrySetCanceled();
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var time = resources.Transport.Options.Time;
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(time, () => failures = 0).ConfigureAwait(false);
            }
            catch (ApiException e) when (e.IsExpired && failures == 0)
            {
                // The version is no longer kept: the next list follows at once. A server that says so again and again is a failure.
                failures++;
            }
            catch (Exception e) when (e is ApiException or IOException or InvalidDataException or HttpRequestException)
            {
                Failed?.Invoke(e);
                failures++;
                await PauseAsync(time, failures).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // One list, and the watches until the next one is due.
    private async Task FollowAsync(TimeProvider time, Action succeeded)
    {
        var (began, at) = (time.GetTimestamp(), time.GetUtcNow());
        var list = await resources.ListAsync(options.Selection, stop.Token).ConfigureAwait(false);
        Tell(cache.Replace(list.Items));
        listedAt = at;
        Listed?.Invoke();
        listed.TrySetResult();
        var version = list.Version;
        // Many watchers must not list at the same instant.
        var until = options.ListEvery * (0.9 + (resources.Transport.Chance() / 5));
        for (var empty = 0; time.GetElapsedTime(began) < until;)
        {
            var before = version;
            await foreach (var told in resources.WatchAsync(version, until - time.GetElapsedTime(began), options.Selection, stop.Token).ConfigureAwait(false))
            {
                Tell(cache.Take(told));
                if (told.Version.Length > 0)
                    version = told.Version;
                succeeded();
            }

            // A server that ends watches at once must not be asked in a loop.
            empty = version == before ? empty + 1 : 0;
            if (empty > 0 && time.GetElapsedTime(began) < until)
                await PauseAsync(time, empty).ConfigureAwait(false);
        }

        succeeded();
    }

    private void Tell(IReadOnlyList<CacheChange<T>> changes)
    {
        foreach (var change in changes)
            Changed?.Invoke(change);
    }

    private async Task PauseAsync(TimeProvider time, int failures)
    {
        try
        {
            await Task.Delay(pauses.Backoff(failures, resources.Transport.Chance()), time, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop sees it.
        }
    }
}
