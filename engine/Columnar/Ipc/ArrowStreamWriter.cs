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
    private readonly MessageOutput _output;
    private readonly BatchEncoder _encoder;
    private bool _completed;

    /// <summary>Writes the schema. The stream stays the caller's; it is written in pieces, so buffer it where calls are dear.</summary>
    public ArrowStreamWriter(Stream stream, StructType schema, MemoryBudget budget, ArrowWriteOptions? options = null)
    {
        _output = new MessageOutput(stream);
        _encoder = new BatchEncoder(schema, options ?? ArrowWriteOptions.Default, budget);
        _output.WriteSchema(_encoder.Fields);
    }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten => _output.Position;

    /// <summary>Writes the selected rows of a batch, which is lent for the call.</summary>
    /// <exception cref="ArrowFormatException">A value has no place in Arrow: too many bytes in one batch, too long an interval.</exception>
    public void Write(RecordBatch batch) => _encoder.Write(batch, _output, [], []);

    /// <summary>Writes the end marker; without it a reader cannot tell a whole stream from one cut between messages.</summary>
    public void Complete()
    {
        if (_completed)
            return;

        _completed = true;
        _output.WriteEnd();
    }
}
