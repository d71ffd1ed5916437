namespace Spindle.Wire.Grpc.Server;

/// <summary>A call's messages as its handler sees them.</summary>
internal sealed class ServerStreams<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerCall call, ServerCallContext context)
    : IMessageReader<TRequest>, IMessageWriter<TResponse>
{
    private TRequest? current;

    public TRequest Current => current!;

    public ValueTask<bool> MoveNextAsync(CancellationToken cancellation = default) =>
        cancellation.CanBeCanceled && cancellation != context.Cancellation ? MoveNextLinkedAsync(cancellation) : MoveNextCoreAsync(context.Cancellation);

    public ValueTask WriteAsync(TResponse message, CancellationToken cancellation = default) =>
        call.Output.WriteAsync(method.Responses, message, call.Compress, false, cancellation.CanBeCanceled ? cancellation : context.Cancellation);

    public async Task<TRequest> SingleRequestAsync()
    {
        if (!await MoveNextCoreAsync(context.Cancellation).ConfigureAwait(false))
            throw new RpcException(StatusCode.Internal, $"{method} was called without its request");
        var request = Current;
        if (!await MoveNextCoreAsync(context.Cancellation).ConfigureAwait(false))
            return request;
        (request as IDisposable)?.Dispose();
        (Current as IDisposable)?.Dispose();
        throw new RpcException(StatusCode.Internal, $"{method} was called with more than one request");
    }

    /// <summary>The one response: it leaves together with the status.</summary>
    public async ValueTask AnswerAsync(TResponse response)
    {
        await call.Output.WriteAsync(method.Responses, response, call.Compress, true, context.Cancellation).ConfigureAwait(false);
        (response as IDisposable)?.Dispose();
    }

    private async ValueTask<bool> MoveNextLinkedAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, context.Cancellation);
        return await MoveNextCoreAsync(either.Token).ConfigureAwait(false);
    }

    private async ValueTask<bool> MoveNextCoreAsync(CancellationToken cancellation)
    {
        var received = await call.Input.NextAsync(method.Requests, cancellation).ConfigureAwait(false);
        current = received.Message;
        return received.HasMessage;
    }
}
