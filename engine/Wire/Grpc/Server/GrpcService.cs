namespace Spindle.Wire.Grpc.Server;

/// <summary>Methods and what answers them.</summary>
public sealed class GrpcService
{
    private readonly Dictionary<string, MethodHandler> handlers = [];

    internal IReadOnlyDictionary<string, MethodHandler> Handlers => handlers;

    public GrpcService Unary<TRequest, TResponse>(Method<TRequest, TResponse> method, Func<TRequest, ServerCallContext, Task<TResponse>> handler) =>
        Add(method, MethodKind.Unary, new MethodHandler<TRequest, TResponse>(method, async (call, context) =>
        {
            var request = await call.SingleRequestAsync().ConfigureAwait(false);
            await call.AnswerAsync(await handler(request, context).ConfigureAwait(false)).ConfigureAwait(false);
        }));

    public GrpcService ClientStreaming<TRequest, TResponse>(
        Method<TRequest, TResponse> method, Func<IMessageReader<TRequest>, ServerCallContext, Task<TResponse>> handler) =>
        Add(method, MethodKind.ClientStreaming, new MethodHandler<TRequest, TResponse>(method, async (call, context) =>
            await call.AnswerAsync(await handler(call, context).ConfigureAwait(false)).ConfigureAwait(false)));

    public GrpcService ServerStreaming<TRequest, TResponse>(
        Method<TRequest, TResponse> method, Func<TRequest, IMessageWriter<TResponse>, ServerCallContext, Task> handler) =>
        Add(method, MethodKind.ServerStreaming, new MethodHandler<TRequest, TResponse>(method, async (call, context) =>
            await handler(await call.SingleRequestAsync().ConfigureAwait(false), call, context).ConfigureAwait(false)));

    public GrpcService Bidirectional<TRequest, TResponse>(
        Method<TRequest, TResponse> method, Func<IMessageReader<TRequest>, IMessageWriter<TResponse>, ServerCallContext, Task> handler) =>
        Add(method, MethodKind.Bidirectional, new MethodHandler<TRequest, TResponse>(method, (call, context) => handler(call, call, context)));

    private GrpcService Add<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodKind kind, MethodHandler handler)
    {
        if (method.Kind != kind)
            throw new ArgumentException($"{method} is a {method.Kind} method and was given a {kind} handler", nameof(method));
        handlers.Add(method.Path, handler);
        return this;
    }
}
