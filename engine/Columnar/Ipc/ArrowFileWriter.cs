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
    private readonly MessageOutput output;
    private readonly BatchEncoder encoder;
    private readonly List<FileBlock> dictionaries = [];
    private readonly List<FileBlock> batches = [];
    private bool completed;

    /// <summary>Writes magic and schema. The stream need not be seekable and stays the caller's.</summary>
    public ArrowFileWriter(Stream stream, StructType schema, MemoryBudget budget, ArrowWriteOptions? options = null)
    {
        output = new MessageOutput(stream);
        encoder = new BatchEncoder(schema, options ?? ArrowWriteOptions.Default, budget);
        output.WriteRaw(ArrowFileReader.Magic);
        output.WriteRaw([0, 0]);
        output.WriteSchema(encoder.Fields);
    }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten => output.Position;

    /// <summary>Writes the selected rows of a batch, which is lent for the call.</summary>
    /// <exception cref="ArrowFormatException">A value has no place in Arrow: too many bytes in one batch, too long an interval.</exception>
    public void Write(RecordBatch batch) => encoder.Write(batch, output, dictionaries, batches);

    /// <summary>Writes the footer; a file without it is refused by every reader.</summary>
    public void Complete()
    {
        if (completed)
            return;

        completed = true;
        output.WriteEnd();
        ReadOnlySpan<byte> footer = Message.WriteFooter(
            new FlatBufferBuilder(), encoder.Fields, CollectionsMarshal.AsSpan(dictionaries), CollectionsMarshal.AsSpan(batches));
        output.WriteRaw(footer);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        output.WriteRaw(length);
        output.WriteRaw(ArrowFileReader.Magic);
    }
}
