using Spindle.Columnar.Frames;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Driver.Cluster;
using Spindle.Sources;
using Spindle.Wire.Grpc;
using Spindle.Wire.Plans;

namespace Spindle.Driver.Queries;

/// <summary>Rows that came from executors, as batches.</summary>
internal sealed class RowDecoder(MemoryBudget budget, PlanCodec codec)
{
    public MemoryBudget Budget => budget;

    /// <summary>Batches, each the caller's, in their order.</summary>
    /// <exception cref="CorruptFrameException">The bytes are not what was written.</exception>
    public IEnumerable<RecordBatch> Batches(ResultRows rows, StructType schema)
    {
        var bytes = Whole(rows.Bytes);
        if (rows.IsReceipt)
        {
            yield return Receipts.ToBatch([codec.Decode<WrittenFiles>(bytes)], budget);
            yield break;
        }

        var types = schema.Fields.Select(f => f.Type).ToArray();
        for (var at = 0; at < bytes.Length;)
        {
            var length = BatchFrame.Length(bytes.Span[at..]);
            yield return BatchFrame.Decode(bytes.Span.Slice(at, length), types, budget);
            at += length;
        }
    }

    // A frame may lie across two of the runs that a fetched result came in.
    private static ReadOnlyMemory<byte> Whole(Payload payload)
    {
        if (payload.Segments.Count == 1)
            return payload.Segments[0];
        var whole = new byte[payload.Length];
        payload.CopyTo(whole);
        return whole;
    }

    private static object?[] ReadRow(RecordBatch batch, int row)
    {
        var values = new object?[batch.Columns.Length];
        for (var c = 0; c < values.Length; c++)
            values[c] = batch.Columns[c].Read(row);
        return values;
    }

    /// <summary>Rows as boxed values: for the few that the driver looks at itself.</summary>
    public IEnumerable<object?[]> Values(ResultRows rows, StructType schema)
    {
        foreach (var batch in Batches(rows, schema))
        {
            try
            {
                for (var row = 0; row < batch.Rows; row++)
                    yield return ReadRow(batch, row);
            }
            finally
            {
                batch.Release();
            }
        }
    }
}
