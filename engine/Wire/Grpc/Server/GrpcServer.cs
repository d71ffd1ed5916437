using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spindle.Wire.Grpc.Server.Connections;

namespace Spindle.Wire.Grpc.Server;

/// <summary>Serves services at an address, over Kestrel alone: no host, no configuration, no container, so that it stands within milliseconds.</summary>
public sealed class GrpcServer : IAsyncDisposable
{
    private readonly KestrelServer kestrel;
    private readonly CancellationTokenSource stopping = new();
    private bool stopped;

    private GrpcServer(KestrelServer kestrel) => this.kestrel = kestrel;

    /// <summary>Where it listens, with the port that it was given.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.None, 0);

    /// <exception cref="IOException">The address is taken or is none of this machine's.</exception>
    public static async Task<GrpcServer> StartAsync(GrpcServerSettings settings, IReadOnlyCollection<GrpcService> services, CancellationToken cancellation = default)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowAlternateSchemes = true };
        var limits = options.Limits;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxConcurrentConnections = null;
        limits.MaxResponseBufferSize = settings.ResponseBuffer;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(10);
        limits.Http2.MaxStreamsPerConnection = settings.MaxCallsPerConnection;
        limits.Http2.InitialConnectionWindowSize = settings.ConnectionWindow;
        limits.Http2.InitialStreamWindowSize = settings.StreamWindow;
        limits.Http2.KeepAlivePingDelay = settings.KeepAliveInterval;
        limits.Http2.KeepAlivePingTimeout = settings.KeepAliveTimeout;
        var opening = new ConnectionOpening(settings);
        ListenOptions? listen = null;
        options.Listen(settings.Address, o =>
        {
            o.Protocols = HttpProtocols.Http2;
            o.Use(opening.Before);
            listen = o;
        });
        var server = new GrpcServer(new KestrelServer(Options.Create(options), new StreamTransport(), NullLoggerFactory.Instance));
        await server.kestrel.StartAsync(new GrpcApplication(settings, services, server.stopping.Token), cancellation).ConfigureAwait(false);
        server.Address = listen!.IPEndPoint!;
        return server;
    }

    /// <summary>Takes no new call, tells handlers through <see cref="ServerCallContext.Stopping"/>, waits for those under way, and after that time cuts them off.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (stopped)
            return;
        stopped = true;
        await stopping.CancelAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(grace);
        await kestrel.StopAsync(patience.Token).ConfigureAwait(false);
        kestrel.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        stopping.Dispose();
    }
}
