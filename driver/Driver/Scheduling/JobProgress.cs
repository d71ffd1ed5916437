using Spindle.Columnar.Types;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Which stages of a job can run: from the result backwards, whatever is missing and can be computed. What nobody needs any more is not computed again.</summary>
internal sealed class JobProgress(Schedule schedule, Placement placement, Speculation speculation, CachedStages cached)
{
    // Jobs with a stage that waits for rows which another job computes.
    private readonly SortedSet<JobId> deferred = [];
    private bool isRevisiting;

    public void Submit(JobSubmitted submitted)
    {
        if (schedule.Jobs.ContainsKey(submitted.Job))
            return;
        var settings = schedule.Settings;
        var job = new JobState(submitted.Job, submitted.Spec, schedule.Now, settings.ResultWindow, settings.MaxResultSize);
        schedule.Jobs.Add(job.Id, job);
        schedule.Emit(new JobStarted(job.Id, job.Spec.Description, job.Spec.Pool, job.Spec.Group, job.Stages.Count));
        Advance(job);
    }

    public void Planned(StagePlanned planned)
    {
        if (!schedule.Jobs.TryGetValue(planned.Job, out var job) || !job.Stages.TryGetValue(planned.Stage, out var stage))
            return;
        if (stage.IsUnplanned)
        {
            PlannedLate(stage, planned);
            return;
        }

        if (stage.Status != StageStatus.Planning)
            return;
        if (planned.Adaptation is { } adaptation)
            schedule.Emit(new StageAdapted(job.Id, stage.Id, -1, adaptation));
        stage.Plan(planned.Tasks, planned.Preferences, schedule.Settings, schedule.Now);
        cached.Adopt(stage);
        if (stage.Done == stage.Tasks.Length)
            Complete(stage);
        Advance(job);
    }

    /// <summary>The reader waits for the stage, so that it can take its work over: it then waits for what the stage would have read.</summary>
    public void Absorb(StageAbsorbed absorbed)
    {
        if (!schedule.Jobs.TryGetValue(absorbed.Job, out var job) || !job.Stages.TryGetValue(absorbed.Stage, out var stage) || stage.Status != StageStatus.Planning)
            return;
        stage.MoveTo(StageStatus.Absorbed);
        job.Rewire(stage, [], []);
        job.Rewire(job.Stages[absorbed.Reader], absorbed.Inputs, absorbed.After);
        schedule.Emit(new StageAdapted(job.Id, absorbed.Reader, stage.Id, absorbed.Adaptation));
        Advance(job);
    }

    /// <summary>Some of what the stage found there is lost, and there are tasks now that compute it again.</summary>
    private void PlannedLate(StageState stage, StagePlanned planned)
    {
        if (planned.Tasks != stage.Tasks.Length)
        {
            End(stage.Job, JobStatus.Failed, SchedulingErrors.DatasetChanged(stage, planned.Tasks));
            return;
        }

        stage.IsUnplanned = false;
        Advance(stage.Job);
    }

    /// <summary>The last missing task of a stage is done.</summary>
    public void Complete(StageState stage)
    {
        stage.MoveTo(StageStatus.Complete);
        stage.FetchFailuresInARow = 0;
        stage.Runnable = false;
        schedule.Emit(new StageFinished(stage.Job.Id, stage.Id, stage.Attempt, schedule.Now - stage.StartedAt));
    }

    public void Advance(JobState job)
    {
        if (job.IsFinal)
            return;
        if (job.Result.Status == StageStatus.Complete)
        {
            End(job, JobStatus.Succeeded, null);
            return;
        }

        job.Pass++;
        deferred.Remove(job.Id);
        Visit(job.Result);
        foreach (var stage in job.Stages.Values)
            if (stage.Visited != job.Pass)
                stage.Runnable = false;
        Revisit(job.Id);
    }

    /// <summary>What one job has done, or no longer does, may be what others wait for.</summary>
    private void Revisit(JobId changed)
    {
        if (isRevisiting)
            return;
        isRevisiting = true;
        foreach (var waiting in deferred.ToList())
            if (waiting != changed && schedule.Jobs.TryGetValue(waiting, out var job))
                Advance(job);
        isRevisiting = false;
    }

    public void End(JobState job, JobStatus status, JobError? error)
    {
        if (job.IsFinal)
            return;
        foreach (var stage in job.Stages.Values)
        {
            stage.Runnable = false;
            foreach (var task in stage.Tasks)
                while (task.Live.Count > 0)
                    Kill(task.Live[^1], $"the job ended: {status}");
        }

        job.Status = status;
        schedule.Jobs.Remove(job.Id);
        schedule.Emit(new JobFinished(job.Id, status, error, schedule.Now - job.StartedAt));
        schedule.Emit(new EndJob(job.Id, status, error));
        if (status != JobStatus.Succeeded)
            schedule.Emit(new RemoveJob(job.Id));
        deferred.Remove(job.Id);
        Revisit(job.Id);
    }

    /// <summary>Ends an attempt that nobody waits for any more. Its slot is free once the executor says so.</summary>
    public void Kill(Attempt attempt, string reason)
    {
        schedule.Emit(new CancelTask(attempt.Executor.Key, attempt.Id, reason));
        Close(attempt, AttemptStatus.Killed, reason, counted: false, null);
    }

    /// <summary>Ends a live attempt.</summary>
    public void Close(Attempt attempt, AttemptStatus status, string? reason, bool counted, TaskFigures? figures)
    {
        attempt.End(status);
        var task = attempt.Stage.Tasks[attempt.Id.Partition];
        task.Live.Remove(attempt);
        if (task.Authorised == attempt.Id.Attempt && status != AttemptStatus.Succeeded)
            task.Authorised = -1;
        attempt.Stage.Job.RunningTasks--;
        schedule.Emit(new TaskEnded(attempt.Id, attempt.Executor.Key, status, schedule.Now - attempt.StartedAt, reason, counted, figures));
    }

    /// <summary>Lets the task wait for a slot again, unless another attempt at it lives.</summary>
    public void Requeue(Attempt attempt)
    {
        var stage = attempt.Stage;
        var task = stage.Tasks[attempt.Id.Partition];
        if (task.Done || task.Live.Count > 0 || stage.Job.IsFinal)
            return;
        stage.Pending.Add(attempt.Id.Partition);
        placement.Add(stage);
        schedule.OfferAll = true;
    }

    private bool Visit(StageState stage)
    {
        if (stage.Status == StageStatus.Complete || cached.TryComplete(stage))
            return true;
        if (stage.Visited == stage.Job.Pass)
            return false;
        stage.Visited = stage.Job.Pass;
        if (cached.Computing(stage) is { } computing)
        {
            if (!stage.IsDeferred)
                schedule.Emit(new StageDeferred(stage.Job.Id, stage.Id, stage.Spec.Dataset, computing));
            stage.IsDeferred = true;
            deferred.Add(stage.Job.Id);
            return false;
        }

        stage.IsDeferred = false;
        var ready = Ready(stage.Job, stage.Spec.After) & Ready(stage.Job, stage.Spec.Inputs);
        if (stage.Status is StageStatus.Waiting && ready)
        {
            stage.MoveTo(StageStatus.Planning);
            schedule.Emit(new PlanStage(stage.Job.Id, stage.Id));
        }

        if (stage is { Status: StageStatus.Active, IsUnplanned: true, IsAskedFor: false } && ready)
        {
            stage.IsAskedFor = true;
            schedule.Emit(new PlanStage(stage.Job.Id, stage.Id));
        }

        if (stage.Status == StageStatus.Active)
            SetRunnable(stage, ready && !stage.IsUnplanned);
        return false;
    }

    private bool Ready(JobState job, ValueList<int> needed)
    {
        var ready = true;
        foreach (var id in needed)
            ready &= Visit(job.Stages[id]);
        return ready;
    }

    private void SetRunnable(StageState stage, bool ready)
    {
        if (ready && !stage.Runnable)
        {
            stage.Runnable = true;
            stage.StartedAt = schedule.Now;
            stage.LocalitySince = schedule.Now;
            schedule.Emit(new StageStarted(stage.Job.Id, stage.Id, stage.Attempt, stage.Tasks.Length, stage.Tasks.Length - stage.Done));
            speculation.Watch();
        }

        stage.Runnable = ready;
        placement.Add(stage);
    }
}
