namespace Spindle.Pods.Plan;

/// <summary>When the next pods may be asked for, and how many. After a wave that met refusals one pod asks alone, later and later, until it is let in.</summary>
internal sealed class Waves(Func<double> chance)
{
    private readonly HashSet<string> unanswered = new(StringComparer.Ordinal);
    private TimeSpan next;
    private TimeSpan retryAfter;
    private bool refusedInWave;
    private int refusedWaves;

    /// <summary>The last refusal of a streak that goes on; null where the last wave met none.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>When the streak of refusals began.</summary>
    public TimeSpan RefusedSince { get; private set; }

    public TimeSpan Next => next;

    /// <summary>Pods that may be created now.</summary>
    public int Room(int missing, int pending, TimeSpan now, PodLimits limits) =>
        unanswered.Count > 0 || now < next ? 0 : Math.Max(0, Math.Min(Refusal is null ? Math.Min(missing, limits.BatchSize) : Math.Min(missing, 1), limits.MaxPending - pending));

    public void Ask(IEnumerable<string> executors, TimeSpan now, PodLimits limits)
    {
        unanswered.UnionWith(executors);
        refusedInWave = false;
        retryAfter = TimeSpan.Zero;
        next = now + limits.BatchDelay;
    }

    public void Created(string executor, TimeSpan now, PodLimits limits) => Answer(executor, now, limits);

    /// <returns>Whether it is the first of its streak.</returns>
    public bool Refused(string executor, Refusal refusal, TimeSpan now, PodLimits limits)
    {
        var first = Refusal is null;
        if (first)
            RefusedSince = now;
        Refusal = refusal;
        refusedInWave = true;
        retryAfter = refusal.RetryAfter > retryAfter ? refusal.RetryAfter : retryAfter;
        Answer(executor, now, limits);
        return first;
    }

    private void Answer(string executor, TimeSpan now, PodLimits limits)
    {
        if (!unanswered.Remove(executor) || unanswered.Count > 0)
            return;
        if (!refusedInWave)
        {
            Refusal = null;
            refusedWaves = 0;
            return;
        }

        // Jitter, so that drivers that one quota refused together do not come back together.
        var longest = Math.Min(limits.LongestBackoff.TotalMilliseconds, limits.FirstBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(refusedWaves++, 30)));
        var backoff = TimeSpan.FromMilliseconds(longest * (0.5 + (chance() / 2)));
        var wait = backoff > retryAfter ? backoff : retryAfter;
        next = now + wait > next ? now + wait : next;
    }
}
