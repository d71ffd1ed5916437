using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc.Reading;
using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc;

/// <summary>
/// Reads the Arrow IPC streaming format (https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format): a
/// schema, then batches and dictionaries until the end. For one thread at a time.
/// </summary>
public sealed class ArrowStreamReader : IDisposable
{
    private readonly Stream stream;
    private readonly MessageInput input;
    private readonly BatchDecoder decoder;
    private bool ended;

    /// <summary>Reads the schema; the reader owns the stream from then on.</summary>
    /// <exception cref="ArrowFormatException">The bytes are no Arrow stream, or hold a type that the engine has not.</exception>
    public ArrowStreamReader(Stream stream, MemoryBudget budget, CompressorSet? compressors = null)
    {
        this.stream = stream;
        input = new MessageInput(stream, budget);
        byte[] metadata = input.ReadMetadata() ?? throw new ArrowFormatException("the stream has no schema");
        MessageKind kind = Message.Read(FlatTable.Root(metadata), out FlatTable header, out _);
        if (kind != MessageKind.Schema)
            ArrowFormatException.Throw("the stream does not begin with a schema");

        ArrowField[] fields = SchemaReader.Read(header);
        Schema = new StructType([.. fields.Select(field => field.ToField())]);
        decoder = new BatchDecoder(fields, compressors ?? CompressorSet.Default, budget);
    }

    /// <summary>The columns of every batch.</summary>
    public StructType Schema { get; }

    /// <summary>The next batch, which the caller owns, or null at the end.</summary>
    /// <exception cref="ArrowFormatException">The stream is corrupt; it cannot be read on.</exception>
    public RecordBatch? Read()
    {
        while (!ended)
        {
            if (input.ReadMetadata() is not { } metadata)
                break;

            MessageKind kind = Message.Read(FlatTable.Root(metadata), out FlatTable header, out long bodyLength);
            NativeBuffer body = input.ReadBody(bodyLength);
            try
            {
                switch (kind)
                {
                    case MessageKind.RecordBatch:
                        return decoder.DecodeBatch(header, body, bodyLength);
                    case MessageKind.DictionaryBatch:
                        decoder.DecodeDictionary(header, body, bodyLength);
                        break;
                    default:
                        ArrowFormatException.Throw($"a message of kind {kind} stands between batches");
                        break;
                }
            }
            finally
            {
                body.Release();
            }
        }

        ended = true;
        return null;
    }

    /// <summary>Releases the dictionaries and closes the stream.</summary>
    public void Dispose()
    {
        decoder.Dispose();
        stream.Dispose();
    }
}
