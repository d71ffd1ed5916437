using System.Net;
using Spindle.Columnar.Memory;

namespace Spindle.Wire.Grpc.Client;

/// <summary>Makes the connection that calls share: a stream of bytes both ways, encrypted where that is wanted.</summary>
/// <exception cref="IOException">There is nobody at that address.</exception>
public delegate ValueTask<Stream> Dial(EndPoint address, CancellationToken cancellation);

public sealed record GrpcChannelSettings
{
    /// <summary>Whose clock deadlines go by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where received payloads are allocated.</summary>
    public MemoryBudget Budget { get; init; } = new();

    /// <summary>How connections are made; plain TCP unless said otherwise.</summary>
    public Dial Dial { get; init; } = TcpDialer.DialAsync;

    /// <summary>Bytes of a message, received or sent.</summary>
    public int MaxMessageLength { get; init; } = 128 << 20;

    /// <summary>Connecting takes at most that long.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection without traffic is asked for a sign of life after that time.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection that does not answer for that long is given up, and its calls end UNAVAILABLE.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes that a server may send ahead of a reader, per call; 64 KiB to 16 MiB.</summary>
    public int StreamWindow { get; init; } = 4 << 20;
}
