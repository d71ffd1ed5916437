using System.Diagnostics;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Frames;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Executor.Programs;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Protos;
using Spindle.Sources;
using Spindle.UserCode;
using Spindle.Wire.Grpc;
using Spindle.Wire.Plans;
using TaskMetrics = Spindle.Plans.Running.TaskMetrics;
using TaskOutputKind = Spindle.Protos.TaskOutputKind;

namespace Spindle.Executor;

/// <summary>One attempt at one task, on the thread of the slot that runs it.</summary>
/// <param name="authorize">Asks the driver whether the attempt may commit; throws where it may not.</param>
internal sealed class TaskAttempt(ExecutorContext executor, LaunchedStage stage, TaskId id, ReadOnlyMemory<byte> inputs, Action<TaskId, CancellationToken> authorize, CancellationToken cancellation)
{
    // Past that many partitions sizes travel as a byte each.
    private const int ExactSizes = 2_000;

    private readonly TaskIdentity identity = new(id.Query, id.Stage, id.Partition, id.Attempt);

    private readonly TaskHandles? handles = stage.Program is { } program ? new TaskHandles(program, cancellation) : null;

    /// <summary>Runs it; what it gave is told to the driver.</summary>
    public WithPayload<ExecutorMessage> Run()
    {
        var news = Work();
        // The rows of a sample come again, and count then.
        if (handles is not null && stage.Output != TaskOutputKind.Sample)
            news.Header.TaskFinished.Accumulators.AddRange(handles.Totals());
        return news;
    }

    private WithPayload<ExecutorMessage> Work() => stage.Output switch
    {
        TaskOutputKind.Map => Map(),
        TaskOutputKind.Result => Result(),
        TaskOutputKind.Sample => Sample(),
        TaskOutputKind.Write => Write(),
        _ => throw new UnreachableException($"an executor has no output of the kind {stage.Output}"),
    };

    private WithPayload<ExecutorMessage> Map()
    {
        var partitioning = stage.Plan.Output ?? throw new UnreachableException("a map stage without an output");
        using var writer = new MapOutputWriter(partitioning, id.Partition, executor.Store.Folder, executor.Budget,
            executor.Options.Exchange with { SpillEverything = stage.Settings.SpillEverything });
        using var keys = stage.Plan.Collected.Count == 0 ? null : new KeyCollector(writer, stage.Plan.Collected, executor.Budget);
        var metrics = Run((ITaskOutput?)keys ?? writer);
        var output = writer.Finish();
        var status = new MapStatus { ChecksumLow = output.Checksum };
        if (output.Bytes.Count <= ExactSizes)
        {
            status.Sizes.AddRange(output.Bytes);
            status.Rows.AddRange(output.Rows);
        }
        else
        {
            status.LogSizes = Google.Protobuf.ByteString.CopyFrom([.. output.Bytes.Select(SizeCode.Encode)]);
            status.Rows.Add(output.TotalRows);
        }

        var figures = Figures(metrics);
        figures.ShuffleRowsWritten = output.TotalRows;
        figures.ShuffleBytesWritten = output.TotalBytes;
        figures.SpilledDiskBytes += output.SpilledBytes;
        if (stage.Plan.Cached is { } cached)
            executor.Keep(cached, id.Partition, id.Query, output);
        else
            executor.Keep(new MapBlockKey(id.Query, id.Stage, id.Partition), id.Query, output);
        return new(new ExecutorMessage { TaskFinished = new TaskFinished { Task = id, Metrics = figures, Map = status, Keys = Keys(keys) } });
    }

    private Google.Protobuf.ByteString Keys(KeyCollector? keys) =>
        keys is null ? Google.Protobuf.ByteString.Empty : Google.Protobuf.UnsafeByteOperations.UnsafeWrap(executor.Codec.Encode(new KeyDigests(keys.Finish())));

    private WithPayload<ExecutorMessage> Result()
    {
        using var output = new ResultOutput(executor, stage.InlineResultLimit);
        var figures = Figures(Run(output));
        figures.ResultRows = output.Rows;
        figures.ResultBytes = output.Bytes;
        var finished = new TaskFinished { Task = id, Metrics = figures };
        if (output.Finish(new ResultBlockKey(identity)) is { } frames)
            return Inline(finished, finished.Result = new InlineRows { Rows = output.Rows }, frames);
        finished.ResultBlock = new BlockReference { Task = id, Bytes = output.Bytes, Rows = output.Rows };
        return new(new ExecutorMessage { TaskFinished = finished });
    }

    private WithPayload<ExecutorMessage> Sample()
    {
        var ranges = stage.Plan.Output as RangePartitioning ?? throw new UnreachableException("a sample of what is not dealt out by ranges");
        using var sample = new KeySample(ranges.Keys, Math.Max(1, stage.SampleRows), id.Partition, executor.Budget);
        var finished = new TaskFinished { Task = id, Metrics = Figures(Run(sample)) };
        var rows = sample.Finish();
        try
        {
            IReadOnlyList<byte[]> frames = rows.Rows == 0 ? [] : [BatchFrame.Encode(rows, CompressorSet.Default[CompressionCodec.Lz4Block], executor.Budget)];
            return Inline(finished, finished.Sample = new InlineRows { Rows = rows.Rows }, frames);
        }
        finally
        {
            rows.Release();
        }
    }

    // What is disposed of unfinished, or not let to commit, leaves nothing behind.
    private WithPayload<ExecutorMessage> Write()
    {
        var sink = (stage.Plan.Plan as WriteExec)?.Sink as TableSinkDescriptor ?? throw new UnreachableException("a stage that writes has no sink");
        using var writer = executor.Tables.Open(sink, id.Partition, id.Attempt, executor.Budget) ?? throw new UnreachableException($"{sink.DisplayName} cannot be written here");
        var figures = Figures(Run(new WriteOutput(writer)));
        if (sink.IsArbitrated)
            authorize(id, cancellation);
        var written = writer.Finish();
        figures.RowsWritten = written.Rows;
        figures.BytesWritten = written.Bytes;
        var receipt = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(executor.Codec.Encode(written));
        return new(new ExecutorMessage { TaskFinished = new TaskFinished { Task = id, Metrics = figures, Written = new Protos.WrittenFiles { Receipt = receipt, Rows = written.Rows, Bytes = written.Bytes } } });
    }

    private static WithPayload<ExecutorMessage> Inline(TaskFinished finished, InlineRows rows, IReadOnlyList<byte[]> frames)
    {
        rows.Lengths.AddRange(frames.Select(f => (long)f.Length));
        return new(new ExecutorMessage { TaskFinished = finished }, Payload.Concat([.. frames.Select(f => Payload.Of(f))]));
    }

    private TaskMetrics Run(ITaskOutput output) => TaskRunner.Run(stage.Plan, executor.Codec.Decode<TaskInputs>(inputs).Leaves, identity, new TaskBlocks(executor, id.Query), executor.Tables, output,
        executor.Budget, stage.Settings, cancellation, handles is null ? null : new UserFunctions(stage.Program!.Assemblies, handles), executor.JoinTables);

    private static Protos.TaskMetrics Figures(TaskMetrics metrics)
    {
        var figures = new Protos.TaskMetrics
        {
            RunNanoseconds = metrics.RunNanoseconds,
            RowsRead = metrics.InputRows,
            BytesRead = metrics.InputBytes,
            ShuffleRowsRead = metrics.ShuffleReadRows,
            ShuffleRemoteBytesRead = metrics.ShuffleReadBytes,
            SpilledDiskBytes = metrics.SpilledBytes,
            PeakMemory = metrics.PeakBytes,
        };
        figures.Operators.AddRange(metrics.Operators.Select(o => new OperatorFigures
        {
            Rows = o.Rows, Batches = o.Batches, Nanoseconds = o.Nanoseconds, PeakBytes = o.PeakBytes, SpilledBytes = o.SpilledBytes, Splits = o.Splits, SplitsRead = o.SplitsRead,
        }));
        return figures;
    }
}
