using System.Net;
using Spindle.Wire.Certificates;

namespace Spindle.Wire.Grpc.Server;

/// <summary>What a handler knows of its call besides the messages.</summary>
public sealed class ServerCallContext
{
    internal ServerCallContext(string method, Metadata headers, EndPoint? peer, PeerIdentity? identity, TimeSpan? timeout, CancellationToken cancellation, CancellationToken stopping)
    {
        Method = method;
        RequestHeaders = headers;
        Peer = peer;
        Identity = identity;
        Timeout = timeout;
        Cancellation = cancellation;
        Stopping = stopping;
    }

    /// <summary>The path of the method.</summary>
    public string Method { get; }

    /// <summary>What the client sent before its first message.</summary>
    public Metadata RequestHeaders { get; }

    /// <summary>Sent before the first message: filled until then.</summary>
    public Metadata ResponseHeaders { get; } = new();

    /// <summary>Sent with the status.</summary>
    public Metadata Trailers { get; } = new();

    /// <summary>The client's address.</summary>
    public EndPoint? Peer { get; }

    /// <summary>Who the client is, as its certificate says; null on plain connections.</summary>
    public PeerIdentity? Identity { get; }

    /// <summary>What the client allowed for the whole call; null for no limit.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>The client is gone or has cancelled, or the deadline has passed: nobody waits for an answer.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The server is about to stop: streams without an end should end.</summary>
    public CancellationToken Stopping { get; }
}
