using System.IO.Pipelines;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc.Server;

/// <summary>Messages into the pipe that Kestrel gives for a response's body.</summary>
internal sealed class PipeMessageOutput(ServerCall call, PipeWriter pipe, int limit) : MessageOutput(limit)
{
    private bool closed;

    protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, Payload? payload, bool last, CancellationToken cancellation)
    {
        if (closed)
            throw new RpcException(StatusCode.FailedPrecondition, "the call has ended");
        await call.StartResponseAsync().ConfigureAwait(false);
        bytes.Span.CopyTo(pipe.GetSpan(bytes.Length));
        pipe.Advance(bytes.Length);
        if (payload is null)
        {
            if (!last)
                Check(await pipe.FlushAsync(cancellation).ConfigureAwait(false));
            return;
        }

        foreach (var segment in payload.Segments)
            Check(await pipe.WriteAsync(segment, cancellation).ConfigureAwait(false));
    }

    protected override void Close() => closed = true;

    private static void Check(FlushResult result)
    {
        if (result.IsCanceled || result.IsCompleted)
            throw new OperationCanceledException("the client takes no more messages");
    }
}
