using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Stages whose rows are kept beyond their job: what an earlier job left on executors stands, only the rest is computed.</summary>
internal sealed class CachedStages(Schedule schedule)
{
    /// <summary>Everything the stage would compute is there: it is complete without being planned, and so are the stages that only it reads.</summary>
    public bool TryComplete(StageState stage)
    {
        if (stage.Spec.Dataset == 0 || stage.Status != StageStatus.Waiting || !schedule.Datasets.IsComplete(stage.Spec.Dataset))
            return false;
        var parts = schedule.Datasets.Find(stage.Spec.Dataset)!;
        stage.MoveTo(StageStatus.Planning);
        stage.Plan(parts.Maps, [], schedule.Settings, schedule.Now);
        stage.IsUnplanned = true;
        Adopt(stage, parts);
        stage.MoveTo(StageStatus.Complete);
        schedule.Emit(new StageSkipped(stage.Job.Id, stage.Id, stage.Spec.Dataset, parts.Maps));
        return true;
    }

    /// <summary>
    /// The job that computes the rows which the stage is about to compute for itself; null where none does. Only a stage that somebody needs counts, and none that waits for another itself.
    /// </summary>
    public JobId? Computing(StageState stage)
    {
        if (stage.Spec.Dataset == 0 || stage.Status != StageStatus.Waiting)
            return null;
        foreach (var job in schedule.Jobs.Values)
            if (!ReferenceEquals(job, stage.Job) && !job.IsFinal)
                foreach (var other in job.Stages.Values)
                    if (other.Spec.Dataset == stage.Spec.Dataset && other.Visited == job.Pass && job.Pass > 0 && !other.IsDeferred && other.Status is not (StageStatus.Complete or StageStatus.Absorbed))
                        return job.Id;
        return null;
    }

    /// <summary>Takes over what is there of a stage that has just been planned. A dataset that was cut otherwise is of no use any more.</summary>
    public void Adopt(StageState stage)
    {
        if (stage.Spec.Dataset == 0 || schedule.Datasets.Find(stage.Spec.Dataset) is not { } parts)
            return;
        if (parts.Maps == stage.Tasks.Length)
            Adopt(stage, parts);
        else
            Forget(stage.Spec.Dataset);
    }

    /// <summary>A partition has been computed.</summary>
    /// <returns>Whether an earlier run of it gave other rows.</returns>
    public bool Keep(StageState stage, Attempt attempt, MapOutcome map) =>
        schedule.Datasets.Add(stage.Spec.Dataset, stage.Tasks.Length, attempt.Id.Partition, attempt.Executor, map.Sizes, map.Rows, map.Checksum);

    public void Forget(long dataset)
    {
        schedule.Datasets.Remove(dataset);
        schedule.Emit(new RemoveDataset(dataset));
    }

    private static void Adopt(StageState stage, MapOutputs parts)
    {
        var epoch = ++stage.Job.Epoch;
        for (var partition = 0; partition < parts.Maps; partition++)
        {
            if (parts.Place(partition) is not { } place)
                continue;
            stage.Outputs!.Add(partition, place, [parts.Sizes[partition, 0]], 0, parts.Checksum(partition), epoch);
            stage.Pending.Take(partition);
            stage.SetDone(partition);
        }
    }
}
