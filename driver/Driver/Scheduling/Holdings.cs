using Spindle.Driver.Actions;

namespace Spindle.Driver.Scheduling;

/// <summary>Which executors have blocks that others need: kept rows, and map outputs of jobs that run.</summary>
internal sealed class Holdings(Schedule schedule)
{
    /// <summary>Brings <see cref="ExecutorState.HoldsRows"/> and <see cref="ExecutorState.HoldsOutputs"/> up to date, and tells of executors that hold something from now on, or no longer do.</summary>
    public void Refresh()
    {
        var (rows, outputs) = (new HashSet<ExecutorState>(), new HashSet<ExecutorState>());
        foreach (var dataset in schedule.Datasets.All)
            Collect(dataset, rows);
        foreach (var job in schedule.Jobs.Values)
            foreach (var stage in job.Stages.Values)
                if (stage.Outputs is { } of)
                    Collect(of, outputs);
        foreach (var executor in schedule.Executors.Alive)
        {
            var held = executor.Holds;
            (executor.HoldsRows, executor.HoldsOutputs) = (rows.Contains(executor), outputs.Contains(executor));
            if (executor.Holds != held)
                schedule.Emit(new ExecutorHolds(executor.Key, executor.Holds));
        }
    }

    private void Collect(MapOutputs outputs, HashSet<ExecutorState> holders)
    {
        for (var map = 0; map < outputs.Maps && holders.Count < schedule.Executors.Count; map++)
            if (outputs.Place(map) is { Alive: true } place)
                holders.Add(place);
    }
}
