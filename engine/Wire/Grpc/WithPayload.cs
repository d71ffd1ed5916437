namespace Spindle.Wire.Grpc;

/// <summary>A message and the raw bytes that travel behind it. Who receives one releases its payload; who sends one keeps it until the write is done.</summary>
public readonly record struct WithPayload<T>(T Header, Payload Payload) : IDisposable
{
    public WithPayload(T header)
        : this(header, Payload.Empty)
    {
    }

    public void Dispose() => Payload.Dispose();
}
