namespace Spindle.Wire.Grpc;

/// <summary>Where messages to the far end go. Several threads may write; each message stands whole.</summary>
public interface IMessageWriter<in T>
{
    /// <summary>Done when the connection has taken the message, which waits while the far end does not keep up; its payload may be released then.</summary>
    /// <exception cref="RpcException">The call has ended, or the message is past the limit.</exception>
    ValueTask WriteAsync(T message, CancellationToken cancellation = default);
}
