using System.Diagnostics;
using Spindle.Driver.Actions;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>
/// The scheduler: events in, actions out. It owns its state and has no clock, no chance and no input or output, so that the same events at the same times
/// give the same actions. One thread's.
/// </summary>
public sealed class JobMachine
{
    private readonly Schedule schedule;
    private readonly Placement placement;
    private readonly Exclusion exclusion;
    private readonly Speculation speculation;
    private readonly CommitArbiter commits;
    private readonly CachedStages cached;
    private readonly JobProgress progress;
    private readonly Losses losses;
    private readonly TaskEnds tasks;
    private readonly ExecutorEnds executors;
    private readonly Cancellations cancellations;
    private readonly Allocator allocator;

    public JobMachine(SchedulingSettings settings)
    {
        schedule = new Schedule(settings);
        exclusion = new Exclusion(schedule);
        placement = new Placement(schedule, exclusion);
        speculation = new Speculation(schedule, placement);
        commits = new CommitArbiter(schedule);
        cached = new CachedStages(schedule);
        progress = new JobProgress(schedule, placement, speculation, cached);
        losses = new Losses(schedule, placement, progress);
        tasks = new TaskEnds(schedule, placement, exclusion, progress, losses, cached);
        executors = new ExecutorEnds(schedule, placement, progress, tasks, losses);
        cancellations = new Cancellations(schedule, progress);
        allocator = new Allocator(schedule, executors);
    }

    internal Schedule Schedule => schedule;

    /// <summary>Takes note of an event.</summary>
    /// <param name="now">Milliseconds of a clock that the caller keeps.</param>
    /// <returns>What is to be done, in order.</returns>
    public IReadOnlyList<DriverAction> Apply(DriverEvent news, long now)
    {
        schedule.Begin(now);
        foreach (var due in schedule.Timers.Due(schedule.Now))
            Look(due);
        Take(news);
        if (schedule.OfferAll)
            placement.OfferAll();
        placement.Flush();
        if (news is not WokeUp)
            allocator.Stir();
        if (schedule.Timers.Request() is { } wake)
            schedule.Emit(wake);
        return schedule.Actions;
    }

    /// <summary>Where the output of a stage's maps is now; null where it has no tasks yet or its job is over. Read between two events.</summary>
    public OutputLocations? Locate(JobId job, int stage) =>
        schedule.Jobs.TryGetValue(job, out var state) && state.Stages.TryGetValue(stage, out var of) && of.Outputs is { } outputs ? new OutputLocations(outputs) : null;

    private void Take(DriverEvent news)
    {
        switch (news)
        {
            case WokeUp:
                break;
            case JobSubmitted submitted:
                progress.Submit(submitted);
                cancellations.Check(submitted.Job);
                break;
            case StagePlanned planned:
                progress.Planned(planned);
                break;
            case StageAbsorbed absorbed:
                progress.Absorb(absorbed);
                break;
            case StagePlanningFailed failed when schedule.Jobs.TryGetValue(failed.Job, out var job):
                progress.End(job, JobStatus.Failed, failed.Error);
                break;
            case StagePlanningFailed:
                break;
            case TaskStarted started:
                tasks.Started(started);
                break;
            case TaskSucceeded succeeded:
                tasks.Succeeded(succeeded);
                break;
            case TaskFailed failed:
                tasks.Failed(failed);
                break;
            case CommitAsked asked:
                commits.Answer(asked);
                break;
            case ExecutorHeartbeat heartbeat:
                executors.Heartbeat(heartbeat);
                break;
            case ExecutorRegistered registered:
                executors.Register(registered);
                break;
            case ExecutorLost lost:
                executors.Lost(lost);
                break;
            case ExecutorDraining draining:
                executors.Drain(draining);
                break;
            case OutputsMoved moved:
                losses.Move(moved);
                break;
            case CachedMoved moved:
                losses.Move(moved);
                break;
            case OutputsDropped dropped:
                losses.Drop(dropped);
                break;
            case CachedDropped dropped:
                losses.Drop(dropped);
                break;
            case DatasetForgotten forgotten:
                cached.Forget(forgotten.Dataset);
                break;
            case ResultConsumed consumed:
                schedule.OfferAll |= schedule.Jobs.TryGetValue(consumed.Job, out var of) && of.Results.Consumed(consumed.Partition);
                break;
            case JobCancelled cancelled:
                cancellations.Cancel(cancelled);
                break;
            case GroupCancelled cancelled:
                cancellations.Cancel(cancelled);
                break;
            case ApplicationFailed failed:
                cancellations.Fail(failed);
                break;
            case JobReleased released:
                cancellations.Release(released);
                break;
            default:
                throw new UnreachableException($"no one takes {news.GetType().Name}");
        }
    }

    private void Look(TimerKind due)
    {
        switch (due)
        {
            case TimerKind.Heartbeats:
                executors.CheckHeartbeats();
                allocator.Stir();
                break;
            case TimerKind.Speculation:
                speculation.Check();
                break;
            case TimerKind.Exclusion:
                exclusion.Expire();
                break;
            case TimerKind.Locality:
                schedule.OfferAll = true;
                break;
            case TimerKind.Unschedulable:
                FailUnschedulable();
                break;
            case TimerKind.Allocation:
                allocator.Look();
                break;
        }
    }

    private void FailUnschedulable()
    {
        foreach (var stage in schedule.Jobs.Values.SelectMany(j => j.Stages.Values).Where(s => s.Exclusion is { UnschedulableSince: >= 0 }).ToList())
        {
            var task = exclusion.Unschedulable(stage);
            var waited = schedule.Now - stage.Exclusion!.UnschedulableSince;
            if (task < 0)
                stage.Exclusion.UnschedulableSince = -1;
            else if (waited >= schedule.Settings.UnschedulableTimeout)
                progress.End(stage.Job, JobStatus.Failed, SchedulingErrors.Unschedulable(stage, task));
            else
                schedule.Timers.Ask(TimerKind.Unschedulable, stage.Exclusion.UnschedulableSince + schedule.Settings.UnschedulableTimeout);
        }
    }
}
