using Google.Protobuf;
using Spindle.Columnar.Memory;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc;

/// <summary>
/// Messages whose raw bytes stand in a bytes field of protobuf, written last, so that other clients read and write them as an ordinary field:
/// <code>
///  | the other fields | tag of the bytes field | length | bytes |
///  '----------------- head --------------------------' '-- payload
/// </code>
/// A message whose bytes field does not stand last, as other writers may lay it out, is read by way of protobuf and a copy.
/// </summary>
/// <param name="field">The number of the bytes field.</param>
/// <param name="data">Takes the bytes field's value out of a message.</param>
public sealed class PayloadMarshaller<T>(MessageParser<T> parser, int field, Func<T, ByteString> data) : Marshaller<WithPayload<T>>
    where T : IMessage<T>
{
    private const int FirstPeek = 512;

    private readonly uint tag = WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited);

    internal override int HeadLength(WithPayload<T> message)
    {
        var length = message.Header.CalculateSize();
        return message.Payload.Length == 0
            ? length
            : length + CodedOutputStream.ComputeUInt32Size(tag) + CodedOutputStream.ComputeUInt32Size((uint)message.Payload.Length);
    }

    internal override void WriteHead(WithPayload<T> message, Span<byte> room)
    {
        if (message.Payload.Length == 0)
        {
            message.Header.WriteTo(room);
            return;
        }

        var length = room.Length - CodedOutputStream.ComputeUInt32Size(tag) - CodedOutputStream.ComputeUInt32Size((uint)message.Payload.Length);
        message.Header.WriteTo(room[..length]);
        room = room[length..];
        Varints.Write(ref room, tag);
        Varints.Write(ref room, (uint)message.Payload.Length);
    }

    internal override Payload? PayloadOf(WithPayload<T> message) => message.Payload;

    internal override async ValueTask<WithPayload<T>> ReadAsync(MessageInput input, CancellationToken cancellation)
    {
        for (var wanted = Math.Min(FirstPeek, input.Remaining); ; wanted = (int)Math.Min(wanted * 4L, input.Remaining))
        {
            var bytes = await input.PeekAsync(wanted, cancellation).ConfigureAwait(false);
            var found = Find(bytes.Span, input.Remaining, out var head, out var start, out var length);
            if (found == Place.Last)
            {
                var header = ProtobufMarshaller<T>.Parse(parser, bytes.Span[..head]);
                input.Advance(start);
                return new(header, await ReadPayloadAsync(input, length, cancellation).ConfigureAwait(false));
            }

            if (found == Place.Elsewhere || wanted == input.Remaining)
                return Copied(input, await input.PeekAsync(input.Remaining, cancellation).ConfigureAwait(false));
        }
    }

    private static async ValueTask<Payload> ReadPayloadAsync(MessageInput input, int length, CancellationToken cancellation)
    {
        if (length == 0)
            return Payload.Empty;
        var buffer = input.Budget.Allocate(length);
        try
        {
            var payload = Payload.Owning(buffer, length);
            await input.ReadAsync(System.Runtime.InteropServices.MemoryMarshal.AsMemory(payload.Segments[0]), cancellation).ConfigureAwait(false);
            return payload;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }

    private WithPayload<T> Copied(MessageInput input, ReadOnlyMemory<byte> bytes)
    {
        var header = ProtobufMarshaller<T>.Parse(parser, bytes.Span);
        input.Advance(bytes.Length);
        var content = data(header);
        if (content.IsEmpty)
            return new(header, Payload.Empty);
        header.Descriptor.Fields[field].Accessor.Clear(header);
        var buffer = input.Budget.Allocate(content.Length);
        unsafe
        {
            content.Span.CopyTo(new Span<byte>(buffer.Pointer, content.Length));
        }

        return new(header, Payload.Owning(buffer, content.Length));
    }

    /// <summary>Walks over the fields up to the bytes field.</summary>
    private Place Find(ReadOnlySpan<byte> bytes, int total, out int head, out int start, out int length)
    {
        var rest = bytes;
        (head, start, length) = (0, 0, 0);
        while (true)
        {
            head = bytes.Length - rest.Length;
            if (rest.IsEmpty || !Varints.TryRead(ref rest, out var found))
                return Place.Unknown;
            if (found == tag)
            {
                if (!Varints.TryRead(ref rest, out var size))
                    return Place.Unknown;
                start = bytes.Length - rest.Length;
                length = (int)Math.Min(size, int.MaxValue);
                return (ulong)start + size == (ulong)total ? Place.Last : Place.Elsewhere;
            }

            switch (found & 7)
            {
                case 0 when Varints.TryRead(ref rest, out _):
                    break;
                case 1 when rest.Length >= 8:
                    rest = rest[8..];
                    break;
                case 2:
                    if (!Varints.TryRead(ref rest, out var size) || size > (ulong)rest.Length)
                        return Place.Unknown;
                    rest = rest[(int)size..];
                    break;
                case 5 when rest.Length >= 4:
                    rest = rest[4..];
                    break;
                case 3 or 4 or 6 or 7:
                    return Place.Elsewhere;
                default:
                    return Place.Unknown;
            }
        }
    }

    private enum Place
    {
        /// <summary>The bytes seen so far do not tell.</summary>
        Unknown,
        Last,
        Elsewhere,
    }
}
