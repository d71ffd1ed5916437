using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Driver.Jobs;

namespace Spindle.Driver.Scheduling;

/// <summary>The ends of a job that the scheduler itself decides.</summary>
internal static class SchedulingErrors
{
    private static readonly ErrorClass Cancelled = new("SPARK_JOB_CANCELLED", "XXKDA");
    private static readonly ErrorClass TaskFailures = new("SPINDLE_TASK_FAILED", "58000");
    private static readonly ErrorClass StageFailures = new("STAGE_MATERIALIZATION_MULTIPLE_FAILURES", "XX000");
    private static readonly ErrorClass ResultTooLarge = new("SPINDLE_RESULT_TOO_LARGE", "54000");
    private static readonly ErrorClass Indeterminate = new("SPINDLE_INDETERMINATE_STAGE", "58000");
    private static readonly ErrorClass MessageTooLarge = new("SPINDLE_MESSAGE_TOO_LARGE", "54000");
    private static readonly ErrorClass NoExecutor = new("SPINDLE_NO_EXECUTOR_FOR_TASK", "58000");

    public static JobError JobCancelled(JobId job, string reason) => Of(Cancelled, $"job {job} was cancelled: {reason}");

    public static JobError TaskFailed(Attempt attempt, int failures, string memory, JobError last) =>
        Of(TaskFailures, $"task {attempt.Id.Partition} of stage {attempt.Id.Stage} failed {failures} times (executor {attempt.Executor.Key.Id}, memory {memory}); the last time: {last.Message}")
            with { Start = last.Start, Stop = last.Stop };

    public static JobError StageFailed(StageState stage, int failures, JobError last) =>
        Of(StageFailures, $"stage {stage.Id} lost its input {failures} times in a row; the last time: {last.Message}");

    public static JobError ResultCap(long total, long cap) =>
        Of(ResultTooLarge, $"the results so far are {total} bytes, more than spindle.driver.maxResultSize allows ({cap}); collect less, write to a table, or raise the setting");

    public static JobError RolledBackTooLate(StageState source, StageState consumer) =>
        Of(Indeterminate, $"stage {source.Id} gave other rows when a lost part of it was computed again, and stage {consumer.Id} has already handed on what it made of the former ones; make the input deterministic, or checkpoint it");

    public static JobError DatasetChanged(StageState stage, int tasks) =>
        Of(Indeterminate, $"stage {stage.Id} is cut into {tasks} partitions where {stage.Tasks.Length} of its rows were kept; the files behind a kept table have changed");

    public static JobError Unschedulable(StageState stage, int task) =>
        Of(NoExecutor, $"task {task} of stage {stage.Id} failed on every executor that there is, and none has come since");

    public static JobError MessageTooLong(string what, long bytes, int limit) => Of(MessageTooLarge, string.Create(CultureInfo.InvariantCulture,
        $"{what} takes {bytes:N0} bytes to send, more than spindle.rpc.message.maxSize allows ({limit >> 20} MiB); read large values from a table or make them a broadcast variable, or raise the setting"));

    private static JobError Of(ErrorClass error, string message) => new(error.Name, error.SqlState, message);
}
