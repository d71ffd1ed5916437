using System.Net;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Wire.Certificates;

namespace Spindle.Wire.Grpc.Server;

public sealed record GrpcServerSettings
{
    /// <summary>Where to listen; port 0 takes any that is free.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Whose clock deadlines go by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where received payloads are allocated.</summary>
    public MemoryBudget Budget { get; init; } = new();

    /// <summary>Bytes of a message, received or sent.</summary>
    public int MaxMessageLength { get; init; } = 128 << 20;

    /// <summary>Calls under way on one connection; more wait at the client.</summary>
    public int MaxCallsPerConnection { get; init; } = 10_000;

    /// <summary>A connection without traffic is asked for a sign of life after that time.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection that does not answer for that long is given up, and its calls are cancelled.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes that a client may send ahead of a reader, per call.</summary>
    public int StreamWindow { get; init; } = 4 << 20;

    /// <summary>Bytes that a client may send ahead of all readers together.</summary>
    public int ConnectionWindow { get; init; } = 16 << 20;

    /// <summary>Told of handlers that failed with an exception that is no <see cref="RpcException"/>: the method's path, and the exception.</summary>
    public Action<string, Exception>? HandlerFailed { get; init; }

    /// <summary>Bytes of responses that a call holds until the connection takes them; a handler that writes more waits.</summary>
    public int ResponseBuffer { get; init; } = 1 << 20;

    /// <summary>What this process shows to clients, who have to show a certificate of the same application; null for plain connections.</summary>
    public ProcessCertificate? Certificate { get; init; }

    /// <summary>A client has shown its certificate after at most that long.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told of connections that were refused, with the reason.</summary>
    public Action<SpindleException>? PeerRefused { get; init; }

    /// <summary>What each connection's bytes pass through below any encryption; tests put faults there.</summary>
    public Func<Stream, Stream>? Layer { get; init; }
}
