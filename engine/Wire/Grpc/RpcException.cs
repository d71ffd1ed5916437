namespace Spindle.Wire.Grpc;

/// <summary>A call that ended with another status than OK. A handler throws it to say how its call ends.</summary>
public sealed class RpcException(Status status, Metadata? trailers = null, Exception? inner = null) : Exception(status.ToString(), inner)
{
    public RpcException(StatusCode code, string message, Exception? inner = null)
        : this(new Status(code, message), null, inner)
    {
    }

    public Status Status { get; } = status;

    /// <summary>The trailer that names an error's class.</summary>
    internal const string ErrorClassTrailer = "spindle-error-class";

    /// <summary>The named error behind the status, as in <c>SPINDLE_CERTIFICATE_REFUSED.EXPIRED</c>; null for none.</summary>
    public string? ErrorClass => Trailers.Text(ErrorClassTrailer);

    public StatusCode Code => Status.Code;

    /// <summary>What came, or is to be sent, with the status.</summary>
    public Metadata Trailers { get; } = trailers ?? new Metadata();
}
