using Spindle.Columnar.Types;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Driver.Programs;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using FailureKind = Spindle.Driver.Events.FailureKind;
using TaskFailed = Spindle.Driver.Events.TaskFailed;
using TaskStarted = Spindle.Driver.Events.TaskStarted;

namespace Spindle.Driver.Cluster;

/// <summary>What an executor says, as events.</summary>
internal static class ExecutorNews
{
    public static AttemptId Attempt(TaskId task) => new(new JobId(task.Query), task.Stage, task.Partition, task.Attempt);

    /// <summary>The event of a message that needs nothing fetched first; null for what the scheduler does not care about.</summary>
    public static DriverEvent? Translate(ExecutorKey from, ExecutorMessage message, Payload payload) => message.KindCase switch
    {
        ExecutorMessage.KindOneofCase.TaskStarted => new TaskStarted(from, Attempt(message.TaskStarted.Task)),
        ExecutorMessage.KindOneofCase.TaskFinished => new TaskSucceeded(from, Attempt(message.TaskFinished.Task), Outcome(message.TaskFinished, payload)),
        ExecutorMessage.KindOneofCase.TaskFailed => new TaskFailed(from, Attempt(message.TaskFailed.Task), Failure(message.TaskFailed)),
        ExecutorMessage.KindOneofCase.Draining => new ExecutorDraining(from, message.Draining.Reason),
        ExecutorMessage.KindOneofCase.Drained => new ExecutorLost(from, LossReason.Drained, "drained"),
        _ => null,
    };

    public static IEnumerable<DriverEvent> Lost(ExecutorKey from, BlocksLost lost) =>
        lost.Blocks.Where(b => b.KindCase == BlockKey.KindOneofCase.Map).GroupBy(b => (b.Map.Query, b.Map.Stage))
            .Select(g => (DriverEvent)new OutputsDropped(from, new JobId(g.Key.Query), g.Key.Stage, g.Select(b => b.Map.Map).ToValueList()))
            .Concat(lost.Blocks.Where(b => b.KindCase == BlockKey.KindOneofCase.Cached).GroupBy(b => b.Cached.Dataset)
                .Select(g => new CachedDropped(from, g.Key, g.Select(b => b.Cached.Partition).ToValueList())));

    /// <param name="to">Who has the blocks now.</param>
    public static IEnumerable<DriverEvent> Moved(ExecutorKey from, ExecutorKey to, BlocksMoved moved) =>
        moved.Blocks.Where(b => b.KindCase == BlockKey.KindOneofCase.Map).GroupBy(b => (b.Map.Query, b.Map.Stage))
            .Select(g => (DriverEvent)new OutputsMoved(from, to, new JobId(g.Key.Query), g.Key.Stage, g.Select(b => b.Map.Map).ToValueList()))
            .Concat(moved.Blocks.Where(b => b.KindCase == BlockKey.KindOneofCase.Cached).GroupBy(b => b.Cached.Dataset)
                .Select(g => new CachedMoved(from, to, g.Key, g.Select(b => b.Cached.Partition).ToValueList())));

    public static TaskFigures Figures(TaskMetrics? metrics) => metrics is null ? TaskFigures.None : new(
        metrics.RowsRead, metrics.RowsWritten + metrics.ShuffleRowsWritten + metrics.ResultRows, metrics.BytesRead, metrics.BytesWritten + metrics.ShuffleBytesWritten + metrics.ResultBytes,
        metrics.ShuffleLocalBytesRead + metrics.ShuffleRemoteBytesRead, metrics.SpilledDiskBytes, metrics.PeakMemory, metrics.RunNanoseconds / 1_000_000);

    /// <summary>What a task added to accumulators and counted of its operators; null for nothing.</summary>
    public static TaskTotals? Totals(TaskFinished finished) =>
        finished.Accumulators.Count == 0 && finished.Keys.IsEmpty && finished.Metrics is not { Operators.Count: > 0 } ? null
            : new TaskTotals(finished.Accumulators, finished.Metrics?.Operators ?? [], finished.Keys.Memory);

    private static TaskOutcome Outcome(TaskFinished finished, Payload payload) => Data(finished, payload) with { Totals = Totals(finished) };

    private static TaskOutcome Data(TaskFinished finished, Payload payload)
    {
        var figures = Figures(finished.Metrics);
        if (finished.OutcomeCase != TaskFinished.OutcomeOneofCase.Map)
        {
            if (finished.Written is { } written)
                return new DataOutcome(new ResultRows(Payload.Of(written.Receipt.Memory), [written.Receipt.Length]) { IsReceipt = true }, written.Receipt.Length, figures);
            var rows = finished.Result ?? finished.Sample ?? new InlineRows();
            return new DataOutcome(new ResultRows(payload, [.. rows.Lengths]), payload.Length, figures);
        }

        var map = finished.Map;
        long[] sizes = map.LogSizes.Length > 0 ? [.. map.LogSizes.Select(Scheduling.SizeCode.Decode)] : [.. map.Sizes];
        return new MapOutcome(sizes, map.Rows.Sum(), new UInt128(map.ChecksumHigh, map.ChecksumLow), figures);
    }

    private static TaskFailure Failure(Protos.TaskFailed failed)
    {
        var kind = failed.Kind switch
        {
            Protos.FailureKind.User => FailureKind.User,
            Protos.FailureKind.Fetch => FailureKind.Fetch,
            Protos.FailureKind.OutOfMemory => FailureKind.OutOfMemory,
            Protos.FailureKind.Killed => FailureKind.Killed,
            Protos.FailureKind.CommitDenied => FailureKind.CommitDenied,
            Protos.FailureKind.EngineBug => FailureKind.Bug,
            _ => FailureKind.Error,
        };
        var error = new JobError(failed.ErrorClass, failed.SqlState, failed.Text, failed.Origin?.Start ?? 0, failed.Origin?.Stop ?? 0, new Dictionary<string, string>(failed.Parameters));
        return failed.Fetch is { } fetch ? new TaskFailure(kind, error, fetch.Stage.Stage, fetch.Map, fetch.ExecutorId) : new TaskFailure(kind, error);
    }
}
