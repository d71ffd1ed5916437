using Spindle.Driver.Actions;
using Spindle.Driver.Events;

namespace Spindle.Driver.Scheduling;

/// <summary>Says which attempt at a partition may publish what it wrote: one at most, and none that is dead to the driver.</summary>
internal sealed class CommitArbiter(Schedule schedule)
{
    public void Answer(CommitAsked asked)
    {
        var (authorised, reason) = Decide(asked);
        schedule.Emit(new AnswerCommit(asked.Token, asked.Attempt, authorised));
        schedule.Emit(new CommitDecided(asked.Attempt, authorised, reason));
    }

    private (bool, string) Decide(CommitAsked asked)
    {
        if (schedule.Executors.Find(asked.Executor)?.Find(asked.Attempt) is not { IsLive: true } attempt)
            return (false, "the attempt is not alive");
        var task = attempt.Stage.Tasks[asked.Attempt.Partition];
        if (task.Done)
            return (false, "the partition is done");
        if (task.Authorised >= 0 && task.Authorised != asked.Attempt.Attempt)
            return (false, $"attempt {task.Authorised} may commit");
        task.Authorised = asked.Attempt.Attempt;
        return (true, "first to ask");
    }
}
