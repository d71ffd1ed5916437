using Spindle.Columnar.Errors;

namespace Spindle.Wire.Grpc.Server;

/// <summary>What a handler's exception tells the client.</summary>
internal static class ServerErrors
{
    public static (Status Status, Metadata? Trailers) Map(Exception exception) => exception switch
    {
        SpindleException named => (
            new Status(named.ErrorClass == ErrorClasses.UnableToAcquireMemory ? StatusCode.ResourceExhausted : StatusCode.FailedPrecondition, named.Message),
            new Metadata().Add(RpcException.ErrorClassTrailer, named.ErrorClass.Name)),
        _ => (new Status(StatusCode.Unknown, $"the handler failed with {exception.GetType().Name}: {exception.Message}"), null),
    };
}
