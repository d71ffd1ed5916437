using Spindle.Columnar.Types;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Actions;

/// <summary>Something worth telling: the event log, metrics and progress bars listen. Nobody has to act on it.</summary>
public abstract record Announcement : DriverAction;

public sealed record JobStarted(JobId Job, string Description, string Pool, string? Group, int Stages) : Announcement;

public sealed record JobFinished(JobId Job, JobStatus Status, JobError? Error, long Milliseconds) : Announcement;

/// <summary>A stage has nothing to compute: executors keep all its rows.</summary>
public sealed record StageSkipped(JobId Job, int Stage, long Dataset, int Partitions) : Announcement;

/// <summary>A stage waits for rows that another job computes and executors keep.</summary>
public sealed record StageDeferred(JobId Job, int Stage, long Dataset, JobId Computing) : Announcement;

/// <summary>What a stage computes was changed by what is known of its inputs.</summary>
/// <param name="Absorbed">A stage that is not run, for this one does its work; -1 for none.</param>
public sealed record StageAdapted(JobId Job, int Stage, int Absorbed, string Adaptation) : Announcement;

/// <param name="Attempt">Grows when lost input makes the stage run again in part.</param>
/// <param name="Missing">Tasks that are to run now.</param>
public sealed record StageStarted(JobId Job, int Stage, int Attempt, int Tasks, int Missing) : Announcement;

public sealed record StageFinished(JobId Job, int Stage, int Attempt, long Milliseconds) : Announcement;

public sealed record TaskLaunched(AttemptId Attempt, ExecutorKey Executor, Locality Locality, bool Speculative) : Announcement;

/// <param name="Counted">The failure is one of those that a task has a limited number of.</param>
public sealed record TaskEnded(AttemptId Attempt, ExecutorKey Executor, AttemptStatus Status, long Milliseconds, string? Reason, bool Counted, TaskFigures? Figures) : Announcement;

public sealed record ExecutorAdded(ExecutorKey Executor, string Node, int Slots, long Memory) : Announcement;

/// <summary>The number of executors that the work is worth has changed.</summary>
/// <param name="Reason">The load as it was seen.</param>
public sealed record ExecutorsWanted(int Target, string Reason) : Announcement;

/// <summary>An executor leaves: it gets no more tasks, finishes those that it has, and hands its blocks over.</summary>
public sealed record ExecutorDrains(ExecutorKey Executor, string Reason) : Announcement;

/// <param name="RunningTasks">Attempts that ended with it.</param>
/// <param name="LostOutputs">Map outputs of live jobs that went with it and are needed.</param>
public sealed record ExecutorRemoved(ExecutorKey Executor, LossReason Reason, string Message, int RunningTasks, int LostOutputs) : Announcement;

public sealed record OutputsLost(JobId Job, int Stage, ValueList<int> Maps, ExecutorKey Executor, string Reason) : Announcement;

/// <summary>An executor that leaves has handed map outputs and kept partitions over.</summary>
public sealed record BlocksHandedOver(ExecutorKey From, ExecutorKey To, JobId? Job, int Stage, long Dataset, ValueList<int> Blocks) : Announcement;

/// <summary>Partitions of a dataset are gone; they are computed again when someone reads them.</summary>
public sealed record CachedLost(long Dataset, ValueList<int> Partitions, ExecutorKey Executor, string Reason) : Announcement;

public sealed record StageRolledBack(JobId Job, int Stage, int Tasks, string Reason) : Announcement;

public sealed record ExecutorExcluded(string Executor, string? Node, JobId? Job, int? Stage, long UntilMilliseconds, string Reason) : Announcement;

public sealed record CommitDecided(AttemptId Attempt, bool Authorised, string Reason) : Announcement;

/// <summary>How near to its input a task runs.</summary>
public enum Locality
{
    Process,
    Node,
    NoPreference,
    Any,
}

public enum AttemptStatus
{
    Launched,
    Running,
    Succeeded,
    Failed,
    Killed,
    Lost,
}
