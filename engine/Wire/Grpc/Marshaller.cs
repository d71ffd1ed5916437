using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc;

/// <summary>
/// How messages of one type become bytes and back. A message is a head, serialised, and possibly a payload, raw bytes that are neither copied to write them nor to read them.
/// </summary>
public abstract class Marshaller<T>
{
    /// <summary>Bytes that <see cref="WriteHead"/> writes.</summary>
    internal abstract int HeadLength(T message);

    /// <summary>Writes all of the message but the payload's bytes into exactly that room.</summary>
    internal abstract void WriteHead(T message, Span<byte> room);

    /// <summary>What follows the head; null for nothing. Lent.</summary>
    internal virtual Payload? PayloadOf(T message) => null;

    /// <summary>Reads the message that the input stands before, all of its bytes.</summary>
    /// <exception cref="RpcException">INTERNAL: the bytes are no such message.</exception>
    internal abstract ValueTask<T> ReadAsync(MessageInput input, CancellationToken cancellation);
}
