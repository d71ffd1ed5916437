namespace Spindle.Wire.Grpc.Client;

/// <summary>How one call is made.</summary>
public sealed record CallOptions
{
    public static readonly CallOptions Default = new();

    /// <summary>How long the whole call may take; both ends keep to it. Null for calls that last as long as their stream.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Sent before the first message.</summary>
    public Metadata? Headers { get; init; }

    /// <summary>Ends the call, here and at the server.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Compresses requests (with gzip) that carry no payload.</summary>
    public bool Compress { get; init; }
}
