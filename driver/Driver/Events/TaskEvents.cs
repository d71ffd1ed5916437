using Spindle.Driver.Jobs;

namespace Spindle.Driver.Events;

public sealed record TaskStarted(ExecutorKey Executor, AttemptId Attempt) : DriverEvent;

public sealed record TaskSucceeded(ExecutorKey Executor, AttemptId Attempt, TaskOutcome Outcome) : DriverEvent;

public sealed record TaskFailed(ExecutorKey Executor, AttemptId Attempt, TaskFailure Failure) : DriverEvent;

/// <summary>An attempt asks whether it may publish; answered by <see cref="Actions.AnswerCommit"/> with the same token.</summary>
public sealed record CommitAsked(ExecutorKey Executor, AttemptId Attempt, long Token) : DriverEvent;

/// <summary>What a task gave.</summary>
/// <param name="Metrics">Figures for the log; the scheduler does not read them.</param>
public abstract record TaskOutcome(TaskFigures Metrics)
{
    /// <summary>What the attempt added to accumulators and counted of its operators, handed on as it is once the attempt is accepted; null for nothing.</summary>
    public object? Totals { get; init; }
}

/// <param name="Sizes">Bytes of each partition of the output.</param>
/// <param name="Checksum">Of the rows, whatever their order; 0 where it was not computed.</param>
public sealed record MapOutcome(long[] Sizes, long Rows, UInt128 Checksum, TaskFigures Metrics) : TaskOutcome(Metrics);

/// <param name="Payload">Handed on as it is.</param>
/// <param name="Bytes">What it weighs against the result cap.</param>
public sealed record DataOutcome(object? Payload, long Bytes, TaskFigures Metrics) : TaskOutcome(Metrics);

/// <summary>Figures of one attempt.</summary>
public sealed record TaskFigures(long RowsRead = 0, long RowsWritten = 0, long BytesRead = 0, long BytesWritten = 0, long BytesFetched = 0, long BytesSpilled = 0, long PeakMemory = 0, long RunMilliseconds = 0)
{
    public static readonly TaskFigures None = new();
}

public enum FailureKind
{
    /// <summary>A file system, a service, a throwing function: it counts, and the task is tried again.</summary>
    Error,

    /// <summary>The query's own error, which every attempt would meet: the job fails at once.</summary>
    User,

    /// <summary>Input could not be fetched: the task is blameless, the map output is lost.</summary>
    Fetch,

    OutOfMemory,

    /// <summary>It ended because the driver said so.</summary>
    Killed,

    CommitDenied,

    /// <summary>The executor refused to run it, for it is draining or does not know the stage.</summary>
    Refused,

    /// <summary>A bug of the engine's.</summary>
    Bug,
}

/// <param name="FetchStage">For <see cref="FailureKind.Fetch"/>: the stage whose output could not be had.</param>
/// <param name="FetchMap">The map whose block is bad; -1 where the executor that has it cannot be reached at all.</param>
/// <param name="FetchFrom">The executor that should have it.</param>
public sealed record TaskFailure(FailureKind Kind, JobError Error, int FetchStage = -1, int FetchMap = -1, string? FetchFrom = null);
