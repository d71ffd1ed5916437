namespace Spindle.Wire.Grpc;

/// <summary>A method of a service as both ends know it.</summary>
/// <param name="Service">The service's full name, its package included.</param>
/// <param name="Requests">How requests become bytes.</param>
/// <param name="Responses">How responses become bytes.</param>
public sealed record Method<TRequest, TResponse>(
    MethodKind Kind, string Service, string Name, Marshaller<TRequest> Requests, Marshaller<TResponse> Responses)
{
    /// <summary>The path of the HTTP request.</summary>
    public string Path { get; } = $"/{Service}/{Name}";

    public override string ToString() => Path;
}
