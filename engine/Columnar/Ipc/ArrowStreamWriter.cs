using Spindle.Columnar.Ipc.Writing;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc;

/// <summary>
/// Writes the Arrow IPC streaming format: Utf8, Decimal128, no run-ends, so that any implementation reads it. Types that
/// Arrow has no name for carry the engine's in their field's metadata.
/// </summary>
public sealed class ArrowStreamWriter
{
    private readonly MessageOutput output;
    private readonly BatchEncoder encoder;
    private bool completed;

    /// <summary>Writes the schema. The stream stays the caller's; it is written in pieces, so buffer it where calls are dear.</summary>
    public ArrowStreamWriter(Stream stream, StructType schema, MemoryBudget budget, ArrowWriteOptions? options = null)
    {
        output = new MessageOutput(stream);
        encoder = new BatchEncoder(schema, options ?? ArrowWriteOptions.Default, budget);
        output.WriteSchema(encoder.Fields);
    }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten => output.Position;

    /// <summary>Writes the selected rows of a batch, which is lent for the call.</summary>
    /// <exception cref="ArrowFormatException">A value has no place in Arrow: too many bytes in one batch, too long an interval.</exception>
    public void Write(RecordBatch batch) => encoder.Write(batch, output, [], []);

    /// <summary>Writes the end marker; without it a reader cannot tell a whole stream from one cut between messages.</summary>
    public void Complete()
    {
        if (completed)
            return;

        completed = true;
        output.WriteEnd();
    }
}
