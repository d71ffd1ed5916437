using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Spindle.Wire.Grpc.Server;

/// <summary>What Kestrel runs for each HTTP request.</summary>
internal sealed class GrpcApplication : IHttpApplication<ServerCall>
{
    private readonly GrpcServerSettings settings;
    private readonly Dictionary<string, MethodHandler> handlers = [];
    private readonly CancellationToken stopping;

    public GrpcApplication(GrpcServerSettings settings, IReadOnlyCollection<GrpcService> services, CancellationToken stopping)
    {
        this.settings = settings;
        this.stopping = stopping;
        foreach (var (path, handler) in services.SelectMany(s => s.Handlers))
            handlers.Add(path, handler);
    }

    public ServerCall CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures, settings, stopping);

    public Task ProcessRequestAsync(ServerCall context) => context.RunAsync(handlers);

    public void DisposeContext(ServerCall context, Exception? exception)
    {
    }
}
