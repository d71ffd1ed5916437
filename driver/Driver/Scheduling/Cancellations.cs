using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>Jobs that someone no longer wants: one, a group, or a group for good.</summary>
internal sealed class Cancellations(Schedule schedule, JobProgress progress)
{
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();
    private JobError? failure;

    public void Cancel(JobCancelled news)
    {
        if (schedule.Jobs.TryGetValue(news.Job, out var job))
            Cancel(job, news.Reason);
    }

    public void Cancel(GroupCancelled news)
    {
        foreach (var job in schedule.Jobs.Values.Where(j => j.Spec.Group == news.Group).ToList())
            Cancel(job, news.Reason);
        if (!news.FutureToo || !groups.Add(news.Group))
            return;
        oldest.Enqueue(news.Group);
        if (oldest.Count > schedule.Settings.CancelledGroupsToTrack)
            groups.Remove(oldest.Dequeue());
    }

    /// <summary>Cancels a job that came after its group was cancelled for good.</summary>
    public void Check(JobId id)
    {
        if (!schedule.Jobs.TryGetValue(id, out var job))
            return;
        if (failure is not null)
            progress.End(job, JobStatus.Failed, failure);
        else if (job.Spec.Group is { } group && groups.Contains(group))
            Cancel(job, $"group {group} was cancelled");
    }

    public void Fail(ApplicationFailed news)
    {
        failure ??= news.Error;
        foreach (var job in schedule.Jobs.Values.ToList())
            progress.End(job, JobStatus.Failed, failure);
    }

    public void Release(JobReleased news)
    {
        if (schedule.Jobs.TryGetValue(news.Job, out var job))
            Cancel(job, "nobody reads its results any more");
        else
            schedule.Emit(new RemoveJob(news.Job));
    }

    private void Cancel(JobState job, string reason) => progress.End(job, JobStatus.Cancelled, SchedulingErrors.JobCancelled(job.Id, reason));
}
