using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>What follows from the end of an attempt. News of attempts that are over already only gives the slot back.</summary>
internal sealed class TaskEnds(Schedule schedule, Placement placement, Exclusion exclusion, JobProgress progress, Losses losses, CachedStages cached)
{
    public void Started(TaskStarted started) => schedule.Executors.Find(started.Executor)?.Find(started.Attempt)?.Start(schedule.Now);

    public void Succeeded(TaskSucceeded news)
    {
        if (Vacate(news.Executor, news.Attempt) is not { } attempt)
            return;
        if (attempt.IsLive)
            Accept(attempt, news.Outcome);
        else
            DropCopy(attempt);
        placement.Offer(attempt.Executor);
    }

    public void Failed(TaskFailed news)
    {
        if (Vacate(news.Executor, news.Attempt) is not { } attempt)
            return;
        if (attempt.IsLive)
            Take(attempt, news.Failure);
        placement.Offer(attempt.Executor);
    }

    // It kept its rows before it heard that nobody wants them.
    private void DropCopy(Attempt attempt)
    {
        var (dataset, partition) = (attempt.Stage.Spec.Dataset, attempt.Id.Partition);
        if (dataset != 0 && !ReferenceEquals(schedule.Datasets.Find(dataset)?.Place(partition), attempt.Executor))
            schedule.Emit(new RemoveCached(attempt.Executor.Key, dataset, partition));
    }

    private Attempt? Vacate(ExecutorKey from, AttemptId id)
    {
        if (schedule.Executors.Find(from) is not { } executor || !executor.Vacate(id, out var attempt))
            return null;
        executor.LastSeen = schedule.Now;
        return attempt;
    }

    private void Accept(Attempt attempt, TaskOutcome outcome)
    {
        var (stage, partition) = (attempt.Stage, attempt.Id.Partition);
        var task = stage.Tasks[partition];
        if (stage.Spec.Commits && task.Authorised != attempt.Id.Attempt)
        {
            progress.Close(attempt, AttemptStatus.Failed, "finished without leave to commit", counted: false, outcome.Metrics);
            progress.Requeue(attempt);
            return;
        }

        progress.Close(attempt, AttemptStatus.Succeeded, null, counted: false, outcome.Metrics);
        while (task.Live.Count > 0)
            progress.Kill(task.Live[^1], "another attempt was first");
        stage.SetDone(partition);
        stage.Durations.Add(schedule.Now - attempt.StartedAt);
        if (outcome.Totals is { } totals)
            schedule.Emit(new CountTotals(stage.Job.Id, stage.Id, partition, totals));
        Keep(attempt, outcome);
        if (!stage.Job.IsFinal && stage.Status == StageStatus.Active && stage.Done == stage.Tasks.Length)
        {
            exclusion.Completed(stage);
            progress.Complete(stage);
            progress.Advance(stage.Job);
        }
    }

    private void Keep(Attempt attempt, TaskOutcome outcome)
    {
        var (stage, job, partition) = (attempt.Stage, attempt.Stage.Job, attempt.Id.Partition);
        switch (outcome)
        {
            case MapOutcome map:
                var differs = stage.Outputs!.Add(partition, attempt.Executor, map.Sizes, map.Rows, map.Checksum, ++job.Epoch);
                if (stage.Spec.Dataset != 0 && cached.Keep(stage, attempt, map) && schedule.Settings.OrderIndependentChecksum)
                    losses.RollBackDataset(stage, partition);
                if (differs && schedule.Settings.OrderIndependentChecksum)
                    losses.RollBackConsumers(stage, partition);
                break;
            case DataOutcome data when stage.Spec.Kind == StageKind.Result:
                job.Results.Add(partition, attempt.Id.Attempt, data, schedule.Actions);
                if (job.Results.OverCap)
                    progress.End(job, JobStatus.Failed, SchedulingErrors.ResultCap(job.Results.Total, schedule.Settings.MaxResultSize));
                break;
            case DataOutcome data:
                schedule.Emit(new DeliverValue(job.Id, stage.Id, partition, data.Payload));
                break;
        }
    }

    private void Take(Attempt attempt, TaskFailure failure)
    {
        var stage = attempt.Stage;
        var counts = failure.Kind is FailureKind.Error or FailureKind.User or FailureKind.OutOfMemory or FailureKind.Bug;
        var status = failure.Kind == FailureKind.Killed ? AttemptStatus.Killed : AttemptStatus.Failed;
        progress.Close(attempt, status, $"{failure.Kind}: {failure.Error.Message}", counts, null);
        if (failure.Kind == FailureKind.Fetch)
        {
            losses.FetchFailed(attempt, failure);
            progress.Requeue(attempt);
            progress.Advance(stage.Job);
            return;
        }

        if (failure.Kind == FailureKind.User)
        {
            progress.End(stage.Job, JobStatus.Failed, failure.Error);
            return;
        }

        if (counts)
            CountFailure(attempt, failure.Error);
        progress.Requeue(attempt);
    }

    /// <summary>One more failure of the task: too many end the job.</summary>
    public void CountFailure(Attempt attempt, JobError error)
    {
        var stage = attempt.Stage;
        var task = stage.Tasks[attempt.Id.Partition];
        if (task.Done || stage.Job.IsFinal)
            return;
        task.Failures++;
        (task.Avoided ??= new(StringComparer.Ordinal)).Add(attempt.Executor.Key.Id);
        exclusion.Failed(attempt);
        if (task.Failures < schedule.Settings.TaskMaxFailures)
            return;
        var (bytes, unit) = attempt.Executor.Memory < 1 << 20 ? (attempt.Executor.Memory >> 10, "KiB") : (attempt.Executor.Memory >> 20, "MiB");
        var memory = bytes.ToString(CultureInfo.InvariantCulture) + " " + unit;
        progress.End(stage.Job, JobStatus.Failed, SchedulingErrors.TaskFailed(attempt, task.Failures, memory, error));
    }
}
