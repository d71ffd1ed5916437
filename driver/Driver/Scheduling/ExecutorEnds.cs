using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Executors that come, stay silent, and go.</summary>
internal sealed class ExecutorEnds(Schedule schedule, Placement placement, JobProgress progress, TaskEnds tasks, Losses losses)
{
    public void Register(ExecutorRegistered news)
    {
        if (!schedule.Executors.IsNews(news.Executor))
            return;
        if (schedule.Executors.Find(news.Executor.Id) is { } former)
            Lose(former, LossReason.Replaced, "it connected anew");
        var executor = new ExecutorState(news.Executor, news.Node, Math.Max(1, news.Slots / Math.Max(1, schedule.Settings.TaskSlots)), news.Memory, schedule.Now);
        schedule.Executors.Add(executor);
        schedule.Timers.Ask(TimerKind.Heartbeats, schedule.Now + schedule.Settings.ExecutorTimeout);
        schedule.Emit(new ExecutorAdded(news.Executor, news.Node, news.Slots, news.Memory));
        placement.Offer(executor);
    }

    public void Heartbeat(ExecutorHeartbeat news)
    {
        if (schedule.Executors.Find(news.Executor) is { } executor)
            executor.LastSeen = schedule.Now;
        else if (!schedule.Executors.IsNews(news.Executor))
            schedule.Emit(new DropExecutor(news.Executor, "it was declared lost"));
    }

    public void Drain(ExecutorDraining news)
    {
        // It says so itself too where it was told to.
        if (schedule.Executors.Find(news.Executor) is { Draining: false } executor)
            Leave([executor], news.Reason);
    }

    /// <summary>Has executors leave that nobody else has asked to.</summary>
    public void Retire(IEnumerable<ExecutorKey> keys, string reason) => Leave([.. keys.Select(schedule.Executors.Find).OfType<ExecutorState>().Where(e => !e.Draining)], reason);

    public void Lost(ExecutorLost news)
    {
        if (schedule.Executors.Find(news.Executor) is { } executor)
            Lose(executor, news.Reason, news.Message);
    }

    /// <summary>Declares dead who has been silent for too long.</summary>
    public void CheckHeartbeats()
    {
        var timeout = schedule.Settings.ExecutorTimeout;
        foreach (var executor in schedule.Executors.Alive.Where(e => schedule.Now - e.LastSeen >= timeout).ToList())
        {
            schedule.Emit(new DropExecutor(executor.Key, "silent for too long"));
            Lose(executor, LossReason.Silent, $"no heartbeat for {schedule.Now - executor.LastSeen} ms");
        }

        if (schedule.Executors.Count > 0)
            schedule.Timers.Ask(TimerKind.Heartbeats, schedule.Executors.Alive.Min(e => e.LastSeen) + timeout);
    }

    // Those that leave together do not hand their blocks to each other.
    private void Leave(IReadOnlyList<ExecutorState> leaving, string reason)
    {
        foreach (var executor in leaving)
            executor.Draining = true;
        var staying = schedule.Executors.Alive.Where(e => !e.Draining).OrderBy(e => e.Slots - e.FreeSlots).ThenBy(e => e.Key.Id, StringComparer.Ordinal).ToList();
        foreach (var executor in leaving)
        {
            // Those of other nodes first, for whoever empties a node comes for its neighbours next; then those with the fewest tasks.
            var peers = staying.OrderBy(e => e.Node == executor.Node).Select(e => e.Key).ToArray();
            schedule.Emit(new ExecutorDrains(executor.Key, reason));
            schedule.Emit(new HandOver(executor.Key, ValueList.Create<ExecutorKey>(peers)));
        }
    }

    private void Lose(ExecutorState executor, LossReason reason, string message)
    {
        schedule.Executors.Remove(executor);
        var running = executor.Attempts.Where(a => a.IsLive).ToList();
        executor.VacateAll();
        foreach (var attempt in running)
            progress.Close(attempt, AttemptStatus.Lost, $"executor {executor.Key.Id} was lost ({reason}): {message}", reason.Counts(), null);
        var outputs = losses.LoseAll(executor, $"executor {executor.Key.Id} was lost ({reason})");
        schedule.Emit(new ExecutorRemoved(executor.Key, reason, message, running.Count, outputs));
        foreach (var attempt in running)
        {
            if (reason.Counts())
                tasks.CountFailure(attempt, new JobError("SPINDLE_EXECUTOR_LOST", "58000", $"executor {executor.Key.Id} was lost ({reason}): {message}"));
            progress.Requeue(attempt);
        }

        foreach (var job in schedule.Jobs.Values.ToList())
            progress.Advance(job);
        schedule.OfferAll = true;
    }
}
