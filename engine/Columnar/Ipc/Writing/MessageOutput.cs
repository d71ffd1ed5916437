using System.Buffers.Binary;
using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;

namespace Spindle.Columnar.Ipc.Writing;

/// <summary>Puts messages on a stream and knows where each came to lie.</summary>
internal sealed class MessageOutput(Stream stream)
{
    /// <summary>Bytes written.</summary>
    internal long Position { get; private set; }

    internal FileBlock Write(ReadOnlySpan<byte> metadata, EncodedBody? body)
    {
        long start = Position;
        int padded = metadata.Length + 7 & ~7;
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, 0xFFFF_FFFF);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], padded);
        WriteRaw(prefix);
        WriteRaw(metadata);
        ReadOnlySpan<byte> zeros = stackalloc byte[8];
        WriteRaw(zeros[..(padded - metadata.Length)]);
        if (body is not null)
        {
            body.WriteTo(stream);
            Position += body.Length;
        }

        return new FileBlock(start, 8 + padded, body?.Length ?? 0);
    }

    internal void WriteSchema(ReadOnlySpan<ArrowField> fields)
    {
        var builder = new FlatBufferBuilder();
        Write(Message.Write(builder, MessageKind.Schema, SchemaWriter.Write(builder, fields), 0), null);
    }

    internal void WriteEnd() => WriteRaw([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);

    internal void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        Position += bytes.Length;
    }
}
