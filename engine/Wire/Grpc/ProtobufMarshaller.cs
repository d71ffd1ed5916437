using Google.Protobuf;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc;

/// <summary>Messages that protobuf generated.</summary>
public sealed class ProtobufMarshaller<T>(MessageParser<T> parser) : Marshaller<T>
    where T : IMessage<T>
{
    internal override int HeadLength(T message) => message.CalculateSize();

    internal override void WriteHead(T message, Span<byte> room) => message.WriteTo(room);

    internal override ValueTask<T> ReadAsync(MessageInput input, CancellationToken cancellation)
    {
        var length = input.Remaining;
        var pending = input.PeekAsync(length, cancellation);
        return pending.IsCompletedSuccessfully ? new ValueTask<T>(Take(input, pending.Result.Span)) : Slow(input, pending);
    }

    private async ValueTask<T> Slow(MessageInput input, ValueTask<ReadOnlyMemory<byte>> pending) => Take(input, (await pending.ConfigureAwait(false)).Span);

    private T Take(MessageInput input, ReadOnlySpan<byte> bytes)
    {
        var message = Parse(parser, bytes);
        input.Advance(bytes.Length);
        return message;
    }

    internal static T Parse(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new RpcException(StatusCode.Internal, $"a message is no {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}
