using System.Globalization;
using Spindle.Driver.Actions;
using Spindle.Driver.Allocation;

namespace Spindle.Driver.Scheduling;

/// <summary>Shows the schedule's load to <see cref="ExecutorAllocation"/>, and does what it decides.</summary>
internal sealed class Allocator(Schedule schedule, ExecutorEnds executors)
{
    // What changes meanwhile is seen together.
    private const long Interval = 100;
    private const long HoldingsInterval = 1_000;

    private readonly ExecutorAllocation? allocation = schedule.Settings.Allocation.Enabled ? new ExecutorAllocation(schedule.Settings.Allocation) : null;
    private readonly Holdings holdings = new(schedule);
    private int target = ExecutorAllocation.Initial(schedule.Settings.Allocation);
    private long looked = -HoldingsInterval;

    /// <summary>Something has happened: the load is looked at soon.</summary>
    public void Stir()
    {
        if (allocation is not null || schedule.Settings.TellsHoldings)
            schedule.Timers.Ask(TimerKind.Allocation, Math.Max(schedule.Now + 1, looked + (allocation is null ? HoldingsInterval : Interval)));
    }

    public void Look()
    {
        looked = schedule.Now;
        holdings.Refresh();
        if (allocation is null)
            return;
        var staying = schedule.Executors.Alive.Where(e => !e.Draining).OrderBy(e => e.Key.Id.Length).ThenBy(e => e.Key.Id, StringComparer.Ordinal).ToList();
        var waiting = schedule.Jobs.Values.Sum(j => j.Stages.Values.Where(s => s.HasWork).Sum(s => s.Pending.Count + s.Copies.Count));
        var running = schedule.Executors.Alive.Sum(e => e.Attempts.Count());
        var decision = allocation.Decide(waiting, running, [.. staying.Select(e => new ExecutorLoad(e.Key, e.Node, e.Attempts.Any(), e.HoldsRows, e.HoldsOutputs))], schedule.Now,
            isBetweenStages: schedule.Jobs.Count > 0 && waiting + running == 0, mayRetire: staying.Count == schedule.Executors.Count);
        if (decision.Target != target)
        {
            target = decision.Target;
            schedule.Emit(new ExecutorsWanted(target, string.Create(CultureInfo.InvariantCulture, $"{waiting} tasks wait and {running} run on {staying.Count} executors")));
        }

        executors.Retire(decision.Retire, "it was idle");
        if (decision.LookAgainAt < long.MaxValue)
            schedule.Timers.Ask(TimerKind.Allocation, Math.Max(decision.LookAgainAt, schedule.Now + 1));
    }
}
