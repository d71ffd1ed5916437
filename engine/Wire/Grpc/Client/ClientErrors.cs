using Spindle.Columnar.Errors;
using Spindle.Wire.Certificates;

namespace Spindle.Wire.Grpc.Client;

/// <summary>What an exception of HTTP, or of the connection below it, means for a call.</summary>
internal static class ClientErrors
{
    public static RpcException Map(Exception exception, SpindleException? refusal, bool deadlinePassed, bool cancelled)
    {
        if (exception is RpcException known && known.Code != StatusCode.Cancelled)
            return known;
        if (deadlinePassed)
            return new RpcException(StatusCode.DeadlineExceeded, "the call did not end before its deadline", exception);
        if (cancelled)
            return new RpcException(StatusCode.Cancelled, "the call was cancelled", exception);
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            if (inner is RpcException named)
                return named;
            else if (inner is SpindleException error)
                return Named(error, exception);
            else if (inner is HttpProtocolException protocol)
                return new RpcException(Code(protocol.ErrorCode), $"the server ended the stream (HTTP/2 error {protocol.ErrorCode})", exception);
        // HTTP cancels the body of a request whose connection is lost, and calls only a connection not made in time a timeout.
        var late = exception is OperationCanceledException { InnerException: TimeoutException };
        if (refusal is not null && !late && exception is (HttpRequestException or IOException or OperationCanceledException))
            return Named(refusal, exception);
        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
                => new RpcException(StatusCode.Unavailable, $"there is no connection to the server: {Innermost(exception)}", exception),
            OperationCanceledException when late => new RpcException(StatusCode.Unavailable, "connecting took too long", exception),
            HttpRequestException or IOException or OperationCanceledException => new RpcException(StatusCode.Unavailable, $"the connection to the server was lost: {Innermost(exception)}", exception),
            ObjectDisposedException => new RpcException(StatusCode.Cancelled, "the call or its channel was disposed", exception),
            InvalidOperationException or InvalidDataException => new RpcException(StatusCode.Internal, exception.Message, exception),
            _ => new RpcException(StatusCode.Unknown, exception.Message, exception),
        };
    }

    private static RpcException Named(SpindleException error, Exception exception)
    {
        var code = error.ErrorClass == ErrorClasses.UnableToAcquireMemory ? StatusCode.ResourceExhausted
            : error.ErrorClass == CertificateErrors.HandshakeFailed ? StatusCode.Unavailable
            : StatusCode.Unauthenticated;
        return new RpcException(new Status(code, error.Message), new Metadata().Add(RpcException.ErrorClassTrailer, error.ErrorClass.Name), exception);
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception.Message;
    }

    // The table of the protocol's specification.
    private static StatusCode Code(long error) => error switch
    {
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
