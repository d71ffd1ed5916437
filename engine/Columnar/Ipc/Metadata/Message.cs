using System.Runtime.InteropServices;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc.FlatBuffers;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>The members of Arrow's message union that the engine knows.</summary>
internal enum MessageKind : byte
{
    None,
    Schema,
    DictionaryBatch,
    RecordBatch,
}

/// <summary>Lanes and nulls of one field, depth first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FieldNode(long Length, long NullCount);

/// <summary>Where a buffer lies in the message's body, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BufferRange(long Offset, long Length);

/// <summary>Where a message lies in a file: metadata (with its prefix), then the body.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal readonly record struct FileBlock(
    [field: FieldOffset(0)] long Offset, [field: FieldOffset(8)] int MetadataLength, [field: FieldOffset(16)] long BodyLength);

/// <summary>The header of a record batch, or of the batch inside a dictionary batch.</summary>
/// <param name="Length">Lanes.</param>
/// <param name="Nodes">One for each field, depth first.</param>
/// <param name="Buffers">The body's buffers, in the same order.</param>
/// <param name="Compression">How each buffer is compressed; <see cref="CompressionCodec.Uncompressed"/> for not at all.</param>
/// <param name="VariadicCounts">For each view column, its number of data buffers.</param>
internal sealed record BatchHeader(
    long Length, FieldNode[] Nodes, BufferRange[] Buffers, CompressionCodec Compression, long[] VariadicCounts)
{
    internal static BatchHeader Read(FlatTable batch)
    {
        CompressionCodec codec = CompressionCodec.Uncompressed;
        if (batch.Has(3))
        {
            FlatTable compression = batch.Table(3);
            codec = compression.Byte(0) switch
            {
                0 => CompressionCodec.Lz4Frame,
                1 => CompressionCodec.Zstd,
                var other => throw new ArrowFormatException($"a body is compressed by unknown codec {other}"),
            };
            if (compression.Byte(1) != 0)
                ArrowFormatException.Throw("a body is compressed by an unknown method");
        }

        return new BatchHeader(
            batch.Long(0), [.. batch.Scalars<FieldNode>(1)], [.. batch.Scalars<BufferRange>(2)], codec, [.. batch.Scalars<long>(4)]);
    }

    internal int Write(FlatBufferBuilder builder)
    {
        int nodes = builder.Scalars<FieldNode>(Nodes, 8);
        int buffers = builder.Scalars<BufferRange>(Buffers, 8);
        int variadic = VariadicCounts.Length > 0 ? builder.Scalars<long>(VariadicCounts, 8) : 0;
        int compression = 0;
        if (Compression != CompressionCodec.Uncompressed)
        {
            builder.BeginTable(2);
            builder.Field(0, (byte)(Compression == CompressionCodec.Zstd ? 1 : 0));
            builder.Field(1, (byte)0);
            compression = builder.EndTable();
        }

        builder.BeginTable(5);
        builder.Field(0, Length);
        builder.Reference(1, nodes);
        builder.Reference(2, buffers);
        builder.Reference(3, compression);
        builder.Reference(4, variadic);
        return builder.EndTable();
    }
}

/// <summary>Reads and writes the Message table around a header.</summary>
internal static class Message
{
    /// <summary>Arrow's metadata version 5, in use since 1.0.</summary>
    private const short Version5 = 4;

    /// <summary>Version 4 differs only in how it lays out unions, which cannot be read anyway.</summary>
    private const short Version4 = 3;

    /// <summary>The kind, the header and the body's length of a message.</summary>
    internal static MessageKind Read(FlatTable message, out FlatTable header, out long bodyLength)
    {
        short version = message.Short(0);
        if (version is not (Version4 or Version5))
            ArrowFormatException.Throw($"metadata version code {version} cannot be read");

        bodyLength = message.Long(3);
        if (bodyLength < 0)
            ArrowFormatException.Throw("a message has a body of negative length");

        header = message.Table(2);
        return (MessageKind)message.Byte(1);
    }

    internal static ReadOnlySpan<byte> Write(FlatBufferBuilder builder, MessageKind kind, int header, long bodyLength)
    {
        builder.BeginTable(5);
        builder.Field(3, bodyLength);
        builder.Reference(2, header);
        builder.Field(0, Version5);
        builder.Field(1, (byte)kind);
        return builder.Finish(builder.EndTable());
    }

    internal static ReadOnlySpan<byte> WriteFooter(
        FlatBufferBuilder builder, ReadOnlySpan<ArrowField> schema, ReadOnlySpan<FileBlock> dictionaries, ReadOnlySpan<FileBlock> batches)
    {
        int fields = SchemaWriter.Write(builder, schema);
        int dictionaryBlocks = builder.Scalars(dictionaries, 8);
        int batchBlocks = builder.Scalars(batches, 8);
        builder.BeginTable(5);
        builder.Reference(1, fields);
        builder.Reference(2, dictionaryBlocks);
        builder.Reference(3, batchBlocks);
        builder.Field(0, Version5);
        return builder.Finish(builder.EndTable());
    }
}
