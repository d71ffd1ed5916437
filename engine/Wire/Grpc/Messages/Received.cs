namespace Spindle.Wire.Grpc.Messages;

/// <summary>A message, or the end of the stream.</summary>
internal readonly struct Received<T>(T message)
{
    public bool HasMessage { get; } = true;

    public T Message { get; } = message;
}
