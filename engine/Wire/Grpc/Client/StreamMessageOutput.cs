using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc.Client;

/// <summary>Messages into the stream that HttpClient gives for a request's body.</summary>
internal sealed class StreamMessageOutput(Stream stream, int limit) : MessageOutput(limit)
{
    private bool closed;

    protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, Payload? payload, bool last, CancellationToken cancellation)
    {
        if (closed)
            throw new RpcException(StatusCode.FailedPrecondition, "the requests of the call were completed");
        await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        if (payload is not null)
            foreach (var segment in payload.Segments)
                await stream.WriteAsync(segment, cancellation).ConfigureAwait(false);
        if (!last)
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    protected override void Close() => closed = true;
}
