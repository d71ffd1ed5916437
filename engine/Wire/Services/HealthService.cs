using System.Runtime.CompilerServices;
using Spindle.Protos.Health;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Server;
using ServingStatus = Spindle.Protos.Health.HealthCheckResponse.Types.ServingStatus;

namespace Spindle.Wire.Services;

/// <summary>Tells whoever asks (a kubelet, a load balancer) whether the process serves. The empty name stands for the process as a whole.</summary>
public sealed class HealthService
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ServingStatus> states = new() { [""] = ServingStatus.Serving };
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Sets what is told of a service.</summary>
    public void Set(string service, ServingStatus status)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            states[service] = status;
            signal = changed;
            changed = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>The service's methods.</summary>
    public GrpcService Service() => new GrpcService()
        .Unary(HealthMethods.Check, (request, _) => Now(request.Service) is var (status, _) && status != ServingStatus.ServiceUnknown
            ? Task.FromResult(new HealthCheckResponse { Status = status })
            : throw new RpcException(StatusCode.NotFound, $"there is no service '{request.Service}'"))
        .ServerStreaming(HealthMethods.Watch, async (request, responses, context) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, context.Stopping);
            await foreach (var status in WatchAsync(request.Service, either.Token).ConfigureAwait(false))
                await responses.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
        });

    private async IAsyncEnumerable<ServingStatus> WatchAsync(string service, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ServingStatus? told = null;
        while (true)
        {
            var (status, next) = Now(service);
            if (status != told)
                yield return status;
            told = status;
            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private (ServingStatus Status, Task Changed) Now(string service)
    {
        lock (gate)
            return (states.GetValueOrDefault(service, ServingStatus.ServiceUnknown), changed.Task);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
