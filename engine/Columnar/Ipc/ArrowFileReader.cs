using System.Buffers.Binary;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc.Reading;
using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc;

/// <summary>
/// Reads the Arrow IPC file format: any batch by its number, through the footer. Also known as Feather version 2. For one thread at a time.
/// </summary>
public sealed class ArrowFileReader : IDisposable
{
    /// <summary>What a file begins (padded to eight bytes) and ends with.</summary>
    internal static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    private readonly Stream stream;
    private readonly MessageInput input;
    private readonly BatchDecoder decoder;
    private readonly FileBlock[] batches;

    /// <summary>Reads footer and dictionaries; the reader owns the stream from then on.</summary>
    /// <param name="stream">Must be seekable.</param>
    /// <param name="budget">Pays for batches and dictionaries.</param>
    /// <param name="compressors">The codecs to use; the default set where null.</param>
    /// <exception cref="ArrowFormatException">The bytes are no Arrow file, or hold a type that the engine has not.</exception>
    public ArrowFileReader(Stream stream, MemoryBudget budget, CompressorSet? compressors = null)
    {
        this.stream = stream;
        input = new MessageInput(stream, budget);
        FlatTable footer = FlatTable.Root(ReadFooter());
        ArrowField[] fields = SchemaReader.Read(footer.Table(1));
        Schema = new StructType([.. fields.Select(field => field.ToField())]);
        batches = [.. footer.Scalars<FileBlock>(3)];
        decoder = new BatchDecoder(fields, compressors ?? CompressorSet.Default, budget);
        try
        {
            foreach (FileBlock block in footer.Scalars<FileBlock>(2))
            {
                ReadBlock(block, MessageKind.DictionaryBatch);
            }
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    /// <summary>The columns of every batch.</summary>
    public StructType Schema { get; }

    /// <summary>The number of batches.</summary>
    public int BatchCount => batches.Length;

    /// <summary>A batch by its number, which the caller owns.</summary>
    /// <exception cref="ArrowFormatException">The batch is corrupt; others may still be read.</exception>
    public RecordBatch Read(int batch) => ReadBlock(batches[batch], MessageKind.RecordBatch)!;

    /// <summary>Releases the dictionaries and closes the stream.</summary>
    public void Dispose()
    {
        decoder.Dispose();
        stream.Dispose();
    }

    private byte[] ReadFooter()
    {
        const int MagicRoom = 8;
        const int Tail = 10;
        if (stream.Length < MagicRoom + Tail)
            ArrowFormatException.Throw("the file is too short");

        Span<byte> edge = stackalloc byte[Tail];
        stream.Position = 0;
        stream.ReadExactly(edge[..Magic.Length]);
        if (!edge[..Magic.Length].SequenceEqual(Magic))
            ArrowFormatException.Throw("the file does not begin with ARROW1");

        stream.Position = stream.Length - Tail;
        stream.ReadExactly(edge);
        if (!edge[4..].SequenceEqual(Magic))
            ArrowFormatException.Throw("the file does not end with ARROW1: it is cut short or not an Arrow file");

        int length = BinaryPrimitives.ReadInt32LittleEndian(edge);
        if (length <= 0 || length > stream.Length - MagicRoom - Tail)
            ArrowFormatException.Throw($"the footer has {length} bytes");

        stream.Position = stream.Length - Tail - length;
        return input.ReadBytes(length);
    }

    private RecordBatch? ReadBlock(FileBlock block, MessageKind expected)
    {
        if (block.Offset < 0 || block.Offset > stream.Length)
            ArrowFormatException.Throw("a block lies outside of the file");

        stream.Position = block.Offset;
        byte[] metadata = input.ReadMetadata() ?? throw new ArrowFormatException("a block has no message");
        MessageKind kind = Message.Read(FlatTable.Root(metadata), out FlatTable header, out long bodyLength);
        if (kind != expected)
            ArrowFormatException.Throw($"a block holds a message of kind {kind} where the footer says {expected}");

        NativeBuffer body = input.ReadBody(bodyLength);
        try
        {
            if (kind == MessageKind.RecordBatch)
                return decoder.DecodeBatch(header, body, bodyLength);

            decoder.DecodeDictionary(header, body, bodyLength);
            return null;
        }
        finally
        {
            body.Release();
        }
    }
}
