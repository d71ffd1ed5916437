using Spindle.Columnar.Types;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Actions;

/// <summary>Something that the job machine decided and someone else does.</summary>
public abstract record DriverAction;

/// <summary>Send <see cref="Events.WokeUp"/> at this time; replaces an earlier request.</summary>
/// <param name="At">Milliseconds on the machine's clock.</param>
public sealed record WakeAt(long At) : DriverAction;

/// <summary>The stage's inputs are complete: make its tasks.</summary>
public sealed record PlanStage(JobId Job, int Stage) : DriverAction;

/// <summary>Start these tasks; where the executor does not know the stage, or where its inputs are, it is told first.</summary>
public sealed record LaunchTasks(ExecutorKey Executor, JobId Job, int Stage, int StageAttempt, ValueList<TaskLaunch> Tasks) : DriverAction;

public readonly record struct TaskLaunch(int Partition, int Attempt);

public sealed record CancelTask(ExecutorKey Executor, AttemptId Attempt, string Reason) : DriverAction;

public sealed record AnswerCommit(long Token, AttemptId Attempt, bool Authorised) : DriverAction;

/// <summary>Results in order of partitions, each once.</summary>
public sealed record DeliverResult(JobId Job, int Partition, int Attempt, object? Payload, long Bytes) : DriverAction;

/// <summary>What a task of a value stage gave; all of a stage's come before a stage that needs them is planned.</summary>
public sealed record DeliverValue(JobId Job, int Stage, int Partition, object? Payload) : DriverAction;

/// <summary>An attempt at a partition was accepted: what it added to accumulators, and its operators' figures, count, unless an earlier one of that partition was counted.</summary>
public sealed record CountTotals(JobId Job, int Stage, int Partition, object Totals) : DriverAction;

public sealed record EndJob(JobId Job, JobStatus Status, JobError? Error) : DriverAction;

/// <summary>Executors may drop all they keep for the job.</summary>
public sealed record RemoveJob(JobId Job) : DriverAction;

/// <summary>Executors may drop all they keep of the dataset.</summary>
public sealed record RemoveDataset(long Dataset) : DriverAction;

/// <summary>The executor keeps a partition of a dataset that nobody counts on.</summary>
public sealed record RemoveCached(ExecutorKey Executor, long Dataset, int Partition) : DriverAction;

/// <summary>The executor leaves: tell it who may take its blocks over, whom to ask first.</summary>
public sealed record HandOver(ExecutorKey Executor, ValueList<ExecutorKey> Peers) : DriverAction;

/// <summary>The executor has blocks that others need from now on, or has none any more.</summary>
public sealed record ExecutorHolds(ExecutorKey Executor, bool Blocks) : DriverAction;

/// <summary>The executor is dead to the driver: end the process if it still runs, and do not listen to it.</summary>
public sealed record DropExecutor(ExecutorKey Executor, string Reason) : DriverAction;

public enum JobStatus
{
    Running,
    Succeeded,
    Failed,
    Cancelled,
}
