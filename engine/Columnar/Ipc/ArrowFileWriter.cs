using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Spindle.Columnar.Ipc.Writing;
using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc;

/// <summary>Writes the Arrow IPC file format, front to back, in the same interchange form as <see cref="ArrowStreamWriter"/>.</summary>
public sealed class ArrowFileWriter
{
    private readonly MessageOutput _output;
    private readonly BatchEncoder _encoder;
    private readonly List<FileBlock> _dictionaries = [];
    private readonly List<FileBlock> _batches = [];
    private bool _completed;

    /// <summary>Writes magic and schema. The stream need not be seekable and stays the caller's.</summary>
    public ArrowFileWriter(Stream stream, StructType schema, MemoryBudget budget, ArrowWriteOptions? options = null)
    {
        _output = new MessageOutput(stream);
        _encoder = new BatchEncoder(schema, options ?? ArrowWriteOptions.Default, budget);
        _output.WriteRaw(ArrowFileReader.Magic);
        _output.WriteRaw([0, 0]);
        _output.WriteSchema(_encoder.Fields);
    }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten => _output.Position;

    /// <summary>Writes the selected rows of a batch, which is lent for the call.</summary>
    /// <exception cref="ArrowFormatException">A value has no place in Arrow: too many bytes in one batch, too long an interval.</exception>
    public void Write(RecordBatch batch) => _encoder.Write(batch, _output, _dictionaries, _batches);

    /// <summary>Writes the footer; a file without it is refused by every reader.</summary>
    public void Complete()
    {
        if (_completed)
            return;

        _completed = true;
        _output.WriteEnd();
        ReadOnlySpan<byte> footer = Message.WriteFooter(
            new FlatBufferBuilder(), _encoder.Fields, CollectionsMarshal.AsSpan(_dictionaries), CollectionsMarshal.AsSpan(_batches));
        _output.WriteRaw(footer);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        _output.WriteRaw(length);
        _output.WriteRaw(ArrowFileReader.Magic);
    }
}
