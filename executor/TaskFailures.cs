using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Frames;
using Spindle.Protos;
using Spindle.Wire.Grpc;

namespace Spindle.Executor;

/// <summary>What an exception that ended a task tells the driver.</summary>
internal static class TaskFailures
{
    private static readonly ErrorClass MessageTooLarge = new("SPINDLE_MESSAGE_TOO_LARGE", "54000");

    public static TaskFailed Of(TaskId task, Exception exception, int stageAttempt)
    {
        var failed = new TaskFailed { Task = task, Kind = KindOf(exception), Text = exception.Message, Stack = exception.StackTrace ?? "", ErrorClass = "SPINDLE_TASK_FAILED", SqlState = "58000" };
        switch (exception)
        {
            case SpindleException error:
                failed.ErrorClass = error.ErrorClass.Name;
                failed.SqlState = error.SqlState;
                foreach (var (name, value) in error.Parameters)
                    failed.Parameters[name] = value;
                if (error.Origin.IsKnown)
                    failed.Origin = new ErrorOrigin { Start = error.Origin.Start, Stop = error.Origin.Stop };
                break;
            case FetchFailedException fetch:
                failed.ErrorClass = "SPINDLE_FETCH_FAILED";
                failed.Fetch = new FetchFailure { Stage = new StageId { Query = task.Query, Stage = fetch.Stage, Attempt = stageAttempt }, Map = fetch.Map, ExecutorId = fetch.Executor, Epoch = fetch.Epoch };
                break;
            case OperationCanceledException:
                failed.ErrorClass = "SPINDLE_TASK_KILLED";
                break;
            case CommitDeniedException:
                failed.ErrorClass = "SPINDLE_COMMIT_DENIED";
                break;
            case IOException or UnauthorizedAccessException or RpcException:
                failed.ErrorClass = "SPINDLE_INPUT_OUTPUT";
                break;
            default:
                failed.ErrorClass = "INTERNAL_ERROR";
                failed.SqlState = "XX000";
                failed.Text = $"{exception.GetType().Name}: {exception.Message}";
                break;
        }

        return failed;
    }

    /// <summary>What a task tells the driver at its end is more than a message may hold: so it would be elsewhere.</summary>
    public static SpindleException TooLong(long bytes, int limit) => new(MessageTooLarge,
        string.Create(CultureInfo.InvariantCulture, $"what a task tells its driver takes {bytes:N0} bytes, more than spindle.rpc.message.maxSize allows ({limit >> 20} MiB); add up less in accumulators, or raise the setting"));

    private static FailureKind KindOf(Exception exception) => exception switch
    {
        FetchFailedException or CorruptFrameException => FailureKind.Fetch,
        OperationCanceledException => FailureKind.Killed,
        CommitDeniedException => FailureKind.CommitDenied,
        SpindleException { ErrorClass.Name: "UNABLE_TO_ACQUIRE_MEMORY" } or OutOfMemoryException => FailureKind.OutOfMemory,
        SpindleException { ErrorClass.Name: "SPINDLE_SPILL_FAILED" } => FailureKind.OutOfDisk,
        // A file system or a service that fails may answer the next attempt.
        SpindleException { InnerException: IOException or TimeoutException or HttpRequestException } or IOException or UnauthorizedAccessException or RpcException => FailureKind.Operational,
        SpindleException => FailureKind.User,
        _ => FailureKind.EngineBug,
    };
}
