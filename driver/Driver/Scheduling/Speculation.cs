using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Gives stragglers a second attempt elsewhere: once most of a stage is done, a task that runs several times the median.</summary>
internal sealed class Speculation(Schedule schedule, Placement placement)
{
    private SchedulingSettings Settings => schedule.Settings;

    public void Watch()
    {
        if (Settings.Speculation)
            schedule.Timers.Ask(TimerKind.Speculation, schedule.Now + Settings.SpeculationInterval);
    }

    public void Check()
    {
        var watch = false;
        foreach (var stage in schedule.Jobs.Values.SelectMany(j => j.Stages.Values).Where(s => s.Status == StageStatus.Active && s.Runnable))
        {
            watch = true;
            if (stage.Tasks.Length > 1 && stage.Done >= Math.Max(1, (int)Math.Ceiling(Settings.SpeculationQuantile * stage.Tasks.Length)))
                Mark(stage);
        }

        if (watch)
            Watch();
    }

    private void Mark(StageState stage)
    {
        var threshold = Math.Max((long)(Settings.SpeculationMultiplier * stage.Durations.Median), Settings.SpeculationMinRuntime);
        for (var task = 0; task < stage.Tasks.Length; task++)
        {
            var state = stage.Tasks[task];
            if (state.Done || state.WantsCopy || state.Live.Count != 1 || schedule.Now - state.Live[0].StartedAt <= threshold)
                continue;
            state.WantsCopy = true;
            stage.Copies.Enqueue(task);
        }

        placement.Add(stage);
        if (stage.Copies.Count > 0)
            schedule.OfferAll = true;
    }
}
