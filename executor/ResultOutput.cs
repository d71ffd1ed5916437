using Spindle.Columnar.Compression;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;

namespace Spindle.Executor;

/// <summary>A task's part of the query's result, as frames: kept to come with the news of the task's end, or, past a limit, put into the block store to be fetched. One thread's.</summary>
internal sealed class ResultOutput(ExecutorContext executor, long inlineLimit) : ITaskOutput, IDisposable
{
    private readonly List<byte[]> frames = [];
    private FrameWriter? block;

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public void Write(RecordBatch batch)
    {
        var frame = BatchFrame.Encode(batch, CompressorSet.Default[executor.Options.Exchange.Codec], executor.Budget);
        Rows += batch.Rows;
        Bytes += frame.Length;
        if (block is not null)
        {
            block.Add(0, frame);
            return;
        }

        frames.Add(frame);
        if (Bytes <= inlineLimit)
            return;
        block = new FrameWriter(0, 1, executor.Store.Folder, executor.Budget);
        foreach (var early in frames)
            block.Add(0, early);
        frames.Clear();
    }

    /// <summary>The frames that come inline; null where the store keeps them under the key.</summary>
    public IReadOnlyList<byte[]>? Finish(ResultBlockKey key)
    {
        if (block is null)
            return frames;
        executor.Keep(key, key.Task.Query, block.Finish());
        return null;
    }

    public void Dispose() => block?.Dispose();
}
