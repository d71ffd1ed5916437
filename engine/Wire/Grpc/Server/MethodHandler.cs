namespace Spindle.Wire.Grpc.Server;

/// <summary>Runs one call of a method.</summary>
internal abstract class MethodHandler
{
    public abstract Task RunAsync(ServerCall call, ServerCallContext context);
}

internal sealed class MethodHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, Func<ServerStreams<TRequest, TResponse>, ServerCallContext, Task> body) : MethodHandler
{
    public override async Task RunAsync(ServerCall call, ServerCallContext context) =>
        await body(new ServerStreams<TRequest, TResponse>(method, call, context), context).ConfigureAwait(false);
}
