using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Tasks;
using Spindle.Sources;

namespace Spindle.Execution.Exchange;

/// <summary>Reads the rows of blocks, one block after the other; each frame's checksum is verified before it is used. One thread's.</summary>
/// <param name="blocks">Opened as they are needed; each is disposed of when it has been read.</param>
/// <param name="schema">The columns of the rows.</param>
public sealed class BlockReader(IEnumerable<BlockCursor> blocks, StructType schema, BlockContext context) : IBatchReader
{
    private readonly IEnumerator<BlockCursor> blocks = blocks.GetEnumerator();
    private readonly DataType[] types = [.. schema.Fields.Select(f => f.Type)];
    private BlockCursor? current;
    private RecordBatch? rest;
    private int sliced;

    /// <exception cref="CorruptFrameException">A block is not what was written.</exception>
    public RecordBatch? Read()
    {
        while (true)
        {
            if (rest is not null)
                return Slice();
            context.Cancellation.ThrowIfCancellationRequested();
            if (current is null)
            {
                if (!blocks.MoveNext())
                    return null;
                current = blocks.Current;
            }

            var frame = current.Next();
            if (frame.IsEmpty)
            {
                current.Dispose();
                current = null;
                continue;
            }

            context.Metrics.BytesRead(frame.Length);
            var batch = FrameDecoder.Decode(frame.Span, types, context.Budget);
            if (batch.Rows <= context.BatchRows)
                return batch;
            rest = batch;
            sliced = 0;
        }
    }

    public void Dispose()
    {
        rest?.Release();
        rest = null;
        current?.Dispose();
        current = null;
        blocks.Dispose();
    }

    // Slices begin at multiples of 8 lanes, as bitmaps need it.
    private RecordBatch Slice()
    {
        var whole = rest!;
        var start = sliced;
        var count = Math.Min(Math.Max(8, context.BatchRows & ~7), whole.Length - start);
        var columns = new Vector[whole.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = whole[i].Slice(start, count);
        sliced += count;
        if (sliced == whole.Length)
        {
            rest = null;
            whole.Release();
        }

        return new RecordBatch(columns, count);
    }
}
