using System.Net;
using Spindle.Columnar.Errors;
using Spindle.Wire.Certificates;

namespace Spindle.Wire.Grpc.Client;

/// <summary>
/// Calls to one server. Calls share one connection, which is made at the first call and made anew when it was lost; a call on a lost connection ends UNAVAILABLE and is the caller's to repeat.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private readonly HttpMessageInvoker invoker;
    private readonly Uri address;
    private volatile FirstReadStream? encrypted;

    /// <param name="address">An <see cref="IPEndPoint"/> or a <see cref="DnsEndPoint"/>.</param>
    public GrpcChannel(EndPoint address, GrpcChannelSettings? settings = null)
    {
        Address = address;
        Settings = settings ?? new GrpcChannelSettings();
        this.address = new Uri($"http://{(address is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : address.ToString())}/");
        var dial = Settings.Dial;
        invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // The dialer encrypts, so that it can say why it does not; for HTTP every connection is a plain one.
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = await dial(address, cancellation).ConfigureAwait(false);
                encrypted = connection as FirstReadStream;
                return connection;
            },
            ConnectTimeout = Settings.ConnectTimeout,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = Settings.KeepAliveInterval,
            KeepAlivePingTimeout = Settings.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            InitialHttp2StreamWindowSize = Settings.StreamWindow,
        });
    }

    public EndPoint Address { get; }

    internal GrpcChannelSettings Settings { get; }

    /// <summary>Why the server took no byte of ours on the last connection; null where it did, or where nothing is encrypted.</summary>
    internal SpindleException? Refusal => encrypted?.Refusal;

    /// <summary>One request, one response.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, CallOptions? options = null)
    {
        using var call = Start(method, MethodKind.Unary, options, request);
        return await call.ResponseAsync().ConfigureAwait(false);
    }

    /// <summary>One request, any number of responses.</summary>
    public ClientCall<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, CallOptions? options = null) =>
        Start(method, MethodKind.ServerStreaming, options, request);

    /// <summary>Any number of requests, one response, which <see cref="ClientCall{TRequest,TResponse}.ResponseAsync"/> waits for.</summary>
    public ClientCall<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions? options = null) =>
        Start(method, MethodKind.ClientStreaming, options, default!);

    /// <summary>Any number of messages both ways.</summary>
    public ClientCall<TRequest, TResponse> Bidirectional<TRequest, TResponse>(Method<TRequest, TResponse> method, CallOptions? options = null) =>
        Start(method, MethodKind.Bidirectional, options, default!);

    /// <summary>Ends every call and closes the connection.</summary>
    public void Dispose() => invoker.Dispose();

    private ClientCall<TRequest, TResponse> Start<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodKind kind, CallOptions? options, TRequest request)
    {
        if (method.Kind != kind)
            throw new ArgumentException($"{method} is a {method.Kind} method and was called as {kind}", nameof(method));
        return new ClientCall<TRequest, TResponse>(this, invoker, new Uri(address, method.Path), method, options ?? CallOptions.Default, request);
    }
}
