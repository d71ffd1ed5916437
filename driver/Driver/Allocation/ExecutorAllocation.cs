using Spindle.Driver.Jobs;

namespace Spindle.Driver.Allocation;

/// <summary>
/// Decides how many executors there should be, and which of them go. It owns its state and knows no clock and no I/O: the same loads at the same times give the same answers.
/// <code>
///   tasks wait for BacklogTimeout   →  one more, then 2, 4, 8 more after each further SustainedBacklogTimeout, never more than the tasks would fill
///   fewer tasks than slots          →  the target falls at once: what has not started yet is called off
///   an executor is idle for longer than what it holds allows, and there are more than the target  →  it leaves, after those of nodes that can be emptied whole
/// </code>
/// </summary>
public sealed class ExecutorAllocation(AllocationSettings settings)
{
    private readonly Dictionary<ExecutorKey, long> idleSince = [];
    private int target = Initial(settings);
    private int step = 1;
    private long addAt = long.MaxValue;
    // Nothing has been asked of the application yet: what it was given to begin with is kept for a while.
    private bool untouched = true;

    /// <summary>Executors wanted before anything is known.</summary>
    public static int Initial(AllocationSettings settings) => Math.Clamp(settings.Initial, settings.Least, Math.Max(settings.Least, settings.Most));

    /// <param name="waiting">Tasks that could run and have no slot.</param>
    /// <param name="running">Tasks that have one.</param>
    /// <param name="executors">Those that are connected and do not leave.</param>
    /// <param name="isBetweenStages">A job has no task at the moment and will have some in another: until an executor has been idle for too long, nothing is called off that would be asked for again.</param>
    /// <param name="mayRetire">False while one leaves: whom it hands its blocks to has to stay.</param>
    public AllocationDecision Decide(int waiting, int running, IReadOnlyList<ExecutorLoad> executors, long now, bool isBetweenStages = false, bool mayRetire = true)
    {
        var needed = Needed(Math.Max(waiting + running, isBetweenStages ? 1 : 0));
        var idle = Idle(executors, now);
        var nextExpiry = idle.Where(e => e.Until > now).Select(e => e.Until).DefaultIfEmpty(long.MaxValue).Min();
        var nothingYet = waiting + running == 0 && idle.TrueForAll(e => e.Until > now);
        untouched &= nothingYet;
        var keeps = untouched || (isBetweenStages && nothingYet);
        if (needed < target && !keeps)
        {
            target = needed;
            step = 1;
        }

        Grow(waiting, needed, now);
        var retired = mayRetire ? Retired(idle, executors, now) : [];
        foreach (var executor in retired)
            idleSince.Remove(executor);
        return new AllocationDecision(target, retired, Math.Min(target < needed ? addAt : long.MaxValue, executors.Count - retired.Count > target || keeps ? nextExpiry : long.MaxValue));
    }

    private int Needed(long tasks) => (int)Math.Clamp(Math.Ceiling(tasks * settings.Ratio / settings.Slots), settings.Least, Math.Max(settings.Least, settings.Most));

    private void Grow(int waiting, int needed, long now)
    {
        if (waiting == 0)
        {
            addAt = long.MaxValue;
            step = 1;
            return;
        }

        if (addAt == long.MaxValue)
            addAt = Later(now, settings.BacklogTimeout);
        if (now < addAt || target >= needed)
            return;
        target = (int)Math.Min(needed, (long)target + step);
        step = target == needed ? 1 : step * 2;
        addAt = Later(now, settings.SustainedBacklogTimeout ?? settings.BacklogTimeout);
    }

    /// <returns>Those that have nothing to do, and when their patience ends.</returns>
    private List<(ExecutorLoad Executor, long Until)> Idle(IReadOnlyList<ExecutorLoad> executors, long now)
    {
        foreach (var gone in idleSince.Keys.Except(executors.Select(e => e.Executor)).ToList())
            idleSince.Remove(gone);
        var idle = new List<(ExecutorLoad, long)>();
        foreach (var executor in executors)
        {
            if (executor.IsBusy)
            {
                idleSince.Remove(executor.Executor);
                continue;
            }

            idleSince.TryAdd(executor.Executor, now);
            idle.Add((executor, Later(idleSince[executor.Executor], Patience(executor))));
        }

        return idle;
    }

    private long Patience(ExecutorLoad executor) => (executor.HoldsRows, executor.HoldsOutputs && settings.TracksShuffle) switch
    {
        (false, false) => settings.IdleTimeout,
        (true, false) => settings.CachedIdleTimeout,
        (false, true) => settings.ShuffleTimeout,
        (true, true) => Math.Max(settings.CachedIdleTimeout, settings.ShuffleTimeout),
    };

    // A node that runs nothing more can be given back whole. One whose executors are all idle, and soon for long enough, keeps those of other nodes from going in their stead.
    private List<ExecutorKey> Retired(List<(ExecutorLoad Executor, long Until)> idle, IReadOnlyList<ExecutorLoad> executors, long now)
    {
        var excess = executors.Count - Math.Max(target, settings.Least);
        if (excess <= 0 || idle.TrueForAll(e => e.Until > now))
            return [];
        var onNode = executors.CountBy(e => e.Node).ToDictionary(StringComparer.Ordinal);
        var soon = Later(now, settings.IdleTimeout);
        return [.. idle.GroupBy(e => e.Executor.Node, StringComparer.Ordinal)
            .Select(node => (node.Key, Leaving: node.Where(e => e.Until <= now || (node.Count() == onNode[node.Key] && node.All(n => n.Until <= soon))).ToList()))
            .OrderBy(node => onNode[node.Key] - node.Leaving.Count).ThenBy(node => node.Leaving.Count).ThenBy(node => node.Key, StringComparer.Ordinal)
            .SelectMany(node => node.Leaving.OrderBy(e => e.Until > now).ThenBy(e => e.Executor.HoldsRows).ThenBy(e => e.Executor.HoldsOutputs)
                .ThenByDescending(e => e.Executor.Executor.Id.Length).ThenByDescending(e => e.Executor.Executor.Id, StringComparer.Ordinal))
            .Take(excess).Where(e => e.Until <= now).Select(e => e.Executor.Executor)];
    }

    private static long Later(long now, long wait) => wait > long.MaxValue - now ? long.MaxValue : now + wait;
}
