using System.Runtime.InteropServices;
using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Ipc.Writing;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Tests.Ipc;

/// <summary>Streams with layouts that the engine reads and does not write, put together buffer by buffer.</summary>
internal sealed class ForeignStream
{
    private readonly MemoryStream _stream = new();
    private readonly MessageOutput _output;

    internal ForeignStream(params ArrowField[] fields)
    {
        _output = new MessageOutput(_stream);
        _output.WriteSchema(fields);
    }

    internal static ArrowField Field(string name, ArrowType type, params ArrowField[] children) =>
        new(name, true, type, DataType.Null, children, null, []);

    internal static ArrowType Type(ArrowTypeId id) => new(id);

    internal ForeignStream Batch(long lanes, FieldNode[] nodes, byte[][] buffers, params long[] variadic) =>
        Write(MessageKind.RecordBatch, lanes, nodes, buffers, variadic, (_, batch) => batch);

    internal ForeignStream Dictionary(long id, bool isDelta, long lanes, FieldNode[] nodes, params byte[][] buffers) =>
        Write(MessageKind.DictionaryBatch, lanes, nodes, buffers, [], (builder, batch) =>
        {
            builder.BeginTable(3);
            builder.Field(0, id);
            builder.Reference(1, batch);
            builder.Field(2, isDelta);
            return builder.EndTable();
        });

    internal byte[] End()
    {
        _output.WriteEnd();
        return _stream.ToArray();
    }

    internal static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    internal static FieldNode Node(long lanes, long nulls = 0) => new(lanes, nulls);

    private ForeignStream Write(
        MessageKind kind, long lanes, FieldNode[] nodes, byte[][] buffers, long[] variadic, Func<FlatBufferBuilder, int, int> wrap)
    {
        var ranges = new BufferRange[buffers.Length];
        var body = new MemoryStream();
        for (int i = 0; i < buffers.Length; i++)
        {
            ranges[i] = new BufferRange(body.Length, buffers[i].Length);
            body.Write(buffers[i]);
            body.Write(new byte[-buffers[i].Length & 7]);
        }

        var builder = new FlatBufferBuilder();
        int batch = new BatchHeader(lanes, nodes, ranges, Columnar.Compression.CompressionCodec.Uncompressed, variadic).Write(builder);
        _output.Write(Message.Write(builder, kind, wrap(builder, batch), body.Length), null);
        _output.WriteRaw(body.ToArray());
        return this;
    }
}
