using System.Diagnostics;
using Spindle.Driver.Actions;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>One attempt at a task. It holds its executor's slot until the executor says that it ended, also when nobody wants its result any more.</summary>
internal sealed class Attempt(AttemptId id, StageState stage, ExecutorState executor, long launchedAt, int stageAttempt, int jobEpoch, Locality locality, bool speculative)
{
    public AttemptId Id { get; } = id;

    public StageState Stage { get; } = stage;

    public ExecutorState Executor { get; } = executor;

    public long StartedAt { get; private set; } = launchedAt;

    /// <summary>The stage's attempt when it was launched: one bad input fails many tasks, and counts once.</summary>
    public int StageAttempt { get; } = stageAttempt;

    /// <summary>The job's epoch of map outputs when it was launched: it may have read outputs as old as that.</summary>
    public int JobEpoch { get; } = jobEpoch;

    public Locality Locality { get; } = locality;

    public bool Speculative { get; } = speculative;

    public AttemptStatus Status { get; private set; } = AttemptStatus.Launched;

    public bool IsLive => Status is AttemptStatus.Launched or AttemptStatus.Running;

    public void Start(long now)
    {
        if (Status != AttemptStatus.Launched)
            return;
        Status = AttemptStatus.Running;
        StartedAt = now;
    }

    /// <summary>Ends it; final states absorb, so the caller asks <see cref="IsLive"/> first.</summary>
    public void End(AttemptStatus status)
    {
        if (!IsLive || status is AttemptStatus.Launched or AttemptStatus.Running)
            throw new UnreachableException($"{Id}: {Status} -> {status}");
        Status = status;
    }
}
