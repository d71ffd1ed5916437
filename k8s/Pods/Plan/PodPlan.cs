using System.Globalization;

namespace Spindle.Pods.Plan;

/// <summary>
/// Decides which pods to create and delete, and tells why executors ended. It owns its state and knows no clock, no chance and no I/O: the same calls give the same actions.
/// <code>
///   Missing → Asked → Created → Pending → Starting → Ready → Ended
///      ↑________|  refused
/// </code>
/// An executor's id is never used twice, and its pod is named after it: a creation whose answer was lost is asked for again and found to exist.
/// </summary>
/// <param name="chance">A number from 0 to 1, for waiting times.</param>
public sealed class PodPlan(Func<double> chance)
{
    private readonly Dictionary<string, PodSlot> slots = new(StringComparer.Ordinal);
    private readonly Waves waves = new(chance);
    private readonly FailureBudget failures = new();
    private readonly List<string> news = [];
    private TimeSpan noneReadySince;
    private TimeSpan shutOutUntil;
    private TimeSpan nextDeletions;
    private bool anyReady;
    private bool everReady;
    private bool stopped;
    private int issued;

    /// <summary>Compares what is wanted with what is there.</summary>
    /// <param name="wanted">Executors, in the order in which they get pods.</param>
    /// <param name="observed">Every executor pod of the application, all as of one time.</param>
    /// <param name="now">On a clock that never goes back.</param>
    public PodDecision Reconcile(IReadOnlyList<string> wanted, IReadOnlyCollection<ObservedPod> observed, TimeSpan now, PodLimits limits)
    {
        var actions = new List<PodAction>();
        foreach (var executor in wanted)
            issued += slots.TryAdd(executor, new PodSlot(executor)) ? 1 : 0;
        See(wanted, observed, now, limits, actions);
        if (!stopped && Hopeless(wanted.Count, now, limits) is { } hopeless)
            Stop(hopeless, actions);

        if (!stopped)
            Create(wanted, now, limits, actions);
        foreach (var text in news)
            actions.Add(new Tell(text));
        news.Clear();
        return new PodDecision(actions, WakeAt(wanted, now, limits));
    }

    /// <summary>The API server has created the pod, or has had it already.</summary>
    public void Created(string executor, TimeSpan now, PodLimits limits)
    {
        waves.Created(executor, now, limits);
        if (slots.TryGetValue(executor, out var slot))
            slot.Enter(SlotState.Created, now);
    }

    /// <summary>The API server has not created the pod, or gave no answer.</summary>
    public void Refused(string executor, Refusal refusal, TimeSpan now, PodLimits limits)
    {
        if (waves.Refused(executor, refusal, now, limits))
            news.Add(string.Create(CultureInfo.InvariantCulture, $"{Count(SlotState.Ready)} executors are ready; for more the API server says: {refusal.Message}"));
        if (slots.TryGetValue(executor, out var slot))
            slot.Enter(SlotState.Missing, now);
    }

    private int Count(SlotState state) => slots.Values.Count(s => s.State == state);

    private void See(IReadOnlyList<string> wanted, IReadOnlyCollection<ObservedPod> observed, TimeSpan now, PodLimits limits, List<PodAction> actions)
    {
        var wishes = wanted.ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var deletions = now >= nextDeletions ? limits.BatchSize : 0;
        var deleted = 0;
        foreach (var pod in observed)
        {
            seen.Add(pod.Executor);
            var slot = slots.GetValueOrDefault(pod.Executor);
            // A node that does not report never confirms that its pod is gone.
            var force = pod.NodeCondition == NodeCondition.Gone || (pod.Deleting && pod.NodeCondition == NodeCondition.NotReady);
            var deletes = deleted < deletions && (!pod.Deleting || force) && (limits.DeleteEnded || PodAutopsy.Of(pod) is null);
            if (slot is { State: not SlotState.Ended })
            {
                slot.Pod = pod;
                slot.Enter(StateOf(pod), now);
                if (Death(slot, wishes, now, limits) is not { } death)
                    continue;
                // Its end has to be told at once; of deletions there are only so many at a time.
                End(slot, death, now, limits, actions, deletes);
            }
            else if (deletes)
            {
                actions.Add(new DeletePod(pod.Name, force));
            }

            deleted += deletes ? 1 : 0;
        }

        if (deleted > 0)
            nextDeletions = now + limits.BatchDelay;
        foreach (var slot in slots.Values.Where(s => !seen.Contains(s.Executor)).ToList())
            Miss(slot, wishes.Contains(slot.Executor), now, limits, actions);
        var ready = Count(SlotState.Ready) > 0;
        if (!ready && (anyReady || wanted.Count == 0))
            noneReadySince = now;
        // Time to start counts from when the first was let in.
        if (waves.Refusal is not null && !slots.Values.Any(s => s.Pod is not null && s.IsPending))
            shutOutUntil = now;
        if (ready && !anyReady && waves.Refusal is { } refusal)
            news.Add(string.Create(CultureInfo.InvariantCulture, $"the work begins on {Count(SlotState.Ready)} of {wanted.Count} executors; for the others the API server says: {refusal.Message}"));
        anyReady = ready;
        everReady |= ready;
    }

    private void Miss(PodSlot slot, bool wanted, TimeSpan now, PodLimits limits, List<PodAction> actions)
    {
        var gone = slot.State switch
        {
            SlotState.Missing => !wanted,
            SlotState.Asked => false,
            SlotState.Created => now - slot.CreatedAt >= limits.MissingAfter,
            _ => true,
        };
        if (gone && slot.State != SlotState.Ended)
            End(slot, wanted ? new PodDeath(DeathCause.Deleted, "its pod was deleted") : new PodDeath(DeathCause.Unwanted, "its driver ended it"), now, limits, actions, delete: false);
        if (slot.State == SlotState.Ended && !wanted)
            slots.Remove(slot.Executor);
    }

    private static SlotState StateOf(ObservedPod pod) => pod.Ready ? SlotState.Ready : pod.Phase == PodPhase.Running ? SlotState.Starting : SlotState.Pending;

    private static PodDeath? Death(PodSlot slot, HashSet<string> wishes, TimeSpan now, PodLimits limits)
    {
        if (PodAutopsy.Of(slot.Pod!) is { } death)
            return death;
        if (!wishes.Contains(slot.Executor))
            return new PodDeath(DeathCause.Unwanted, "its driver ended it");
        return slot.IsPending && now - slot.CreatedAt >= limits.StartDeadline
            ? new PodDeath(DeathCause.NotStarted, $"it did not run within {Seconds(limits.StartDeadline)}: {Obstacle(slot.Pod!)}")
            : null;
    }

    private void End(PodSlot slot, PodDeath death, TimeSpan now, PodLimits limits, List<PodAction> actions, bool delete)
    {
        slot.Enter(SlotState.Ended, now);
        actions.Add(new EndExecutor(slot.Executor, death, slot.Pod, delete));
        if (!death.Counts || stopped)
            return;
        failures.Add(now);
        if (death.Cause == DeathCause.Unreached && !everReady)
            Stop(new StopApplication(StopReason.Unreached, death.Message), actions);
        else if (failures.IsSpent(now, limits))
            Stop(new StopApplication(StopReason.Failures, string.Create(CultureInfo.InvariantCulture,
                $"{failures.Count} executors failed{(limits.FailureWindow < TimeSpan.MaxValue ? $" within {Seconds(limits.FailureWindow)}" : "")}; the last, executor {slot.Executor}: {death.Message}")), actions);
    }

    private void Stop(StopApplication stop, List<PodAction> actions)
    {
        stopped = true;
        actions.Add(stop);
    }

    // Nothing runs, and nothing that is under way will change that.
    private StopApplication? Hopeless(int wanted, TimeSpan now, PodLimits limits)
    {
        if (wanted == 0)
            return null;
        if (issued > limits.MaxIssued)
            return new StopApplication(StopReason.Failures, string.Create(CultureInfo.InvariantCulture, $"{issued} executors were asked for in all, and spark.kubernetes.allocation.maximum allows {limits.MaxIssued}"));
        var live = slots.Values.Where(s => s.Pod is not null && s.IsPending).ToList();
        if (live.Find(s => ImagePull.IsFinal(s.Pod!.Waiting)) is { } wrong)
            return new StopApplication(StopReason.Image, $"the image of executor {wrong.Executor} cannot be had: {Obstacle(wrong.Pod!)}");
        if (waves.Refusal is { IsFinal: true } refusal)
            return new StopApplication(StopReason.Refused, refusal.Message);
        if (anyReady)
            return null;
        if (live.Find(s => ImagePull.Fails(s.Pod!.Waiting) && now - s.Since >= limits.PullDeadline) is { } late)
            return new StopApplication(StopReason.Image, $"no executor runs, and executor {late.Executor} has not started for {Seconds(limits.PullDeadline)}: {Obstacle(late.Pod!)}");
        if (live.Find(s => s.State == SlotState.Starting && now - s.Since >= limits.ReachDeadline) is not null)
            return new StopApplication(StopReason.Unreached, "");
        if (waves.Refusal is { } last && live.Count == 0 && Refused(last, now - RefusedSince, limits) is { } reason)
            return new StopApplication(reason, $"for {Seconds(now - RefusedSince)}: {last.Message}");
        return live.Count > 0 && now - (noneReadySince > shutOutUntil ? noneReadySince : shutOutUntil) >= limits.StartDeadline
            ? new StopApplication(StopReason.NotStarted, $"no executor was ready within {Seconds(limits.StartDeadline)}: {Obstacle(live[0].Pod!)}")
            : null;
    }

    // While others ran, as one that leaves and whose place in the quota is not free yet, nobody waited.
    private TimeSpan RefusedSince => waves.RefusedSince > noneReadySince ? waves.RefusedSince : noneReadySince;

    // None of its pods is let in.
    private static StopReason? Refused(Refusal last, TimeSpan since, PodLimits limits) =>
        since < RefusalPatience(last, limits) ? null : Yields(last, limits) ? StopReason.WaitsForQuota : StopReason.Refused;

    private static TimeSpan RefusalPatience(Refusal last, PodLimits limits) =>
        Yields(last, limits) ? limits.YieldAfter
        : IsContended(last, limits) ? limits.StartDeadline + (limits.Juniors * 2 * limits.LongestBackoff)
        : last.IsPolicy ? limits.RefusedDeadline
        : limits.StartDeadline;

    private static bool Yields(Refusal last, PodLimits limits) => IsContended(last, limits) && limits is { MayYield: true, Rivals: Rivals.Senior };

    private static bool IsContended(Refusal last, PodLimits limits) => last.IsForRoom && limits.Rivals != Rivals.None;

    private void Create(IReadOnlyList<string> wanted, TimeSpan now, PodLimits limits, List<PodAction> actions)
    {
        var missing = wanted.Where(e => slots[e].State == SlotState.Missing).ToList();
        var room = waves.Room(missing.Count, slots.Values.Count(s => s.IsPending), now, limits);
        if (room == 0)
            return;
        var wave = missing.GetRange(0, room);
        waves.Ask(wave, now, limits);
        foreach (var executor in wave)
            slots[executor].Enter(SlotState.Asked, now);
        actions.Add(new CreatePods(wave));
    }

    private TimeSpan? WakeAt(IReadOnlyList<string> wanted, TimeSpan now, PodLimits limits)
    {
        if (stopped)
            return slots.Values.Any(s => s is { State: SlotState.Ended, Pod: not null }) ? Later(nextDeletions) : null;
        var times = slots.Values.Select(s => s.State switch
        {
            SlotState.Missing when wanted.Count > 0 && waves.Refusal is { } refusal && !anyReady && RefusedSince + RefusalPatience(refusal, limits) is var until && until > now && until < waves.Next => until,
            SlotState.Missing when wanted.Count > 0 => waves.Next,
            SlotState.Created => s.CreatedAt + limits.MissingAfter,
            SlotState.Pending when ImagePull.Fails(s.Pod?.Waiting) => s.Since + limits.PullDeadline,
            SlotState.Pending => s.CreatedAt + limits.StartDeadline,
            SlotState.Starting => s.Since + limits.ReachDeadline,
            SlotState.Ended => nextDeletions,
            _ => TimeSpan.MaxValue,
        }).DefaultIfEmpty(TimeSpan.MaxValue);
        var earliest = times.Min();
        return earliest == TimeSpan.MaxValue ? null : Later(earliest);

        // What is due and held up by something else is looked at again with the next wave.
        TimeSpan Later(TimeSpan at) => at > now ? at : now + limits.BatchDelay;
    }

    private static string Obstacle(ObservedPod pod) =>
        pod.Unschedulable is { } scheduler ? $"the scheduler says: {scheduler}"
        : pod.Waiting is { } waiting ? $"{waiting.Reason} {waiting.Message}".TrimEnd()
        : pod.Phase == PodPhase.Running ? "its executor has not reached the driver"
        : "its node has not started it";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
