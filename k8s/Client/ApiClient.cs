using Spindle.Client.Access;
using Spindle.Client.Discovery;
using Spindle.Client.Requests;
using Spindle.Client.Resources;

namespace Spindle.Client;

/// <summary>
/// A client of one cluster's API server. Safe for use by many threads at once. Every call has a deadline, is retried within <see cref="ApiClientOptions.Retry"/>, and takes its turn in
/// the budget of <see cref="ApiClientOptions.RequestsPerSecond"/>.
/// </summary>
public sealed class ApiClient : IDisposable
{
    private readonly Transport transport;

    /// <summary>A client that nothing has been sent by yet.</summary>
    public ApiClient(ApiEndpoint endpoint, ApiClientOptions? options = null)
    {
        Endpoint = endpoint;
        Options = options ?? new ApiClientOptions();
        transport = new Transport(endpoint, Options);
        Versions = new ApiVersions(transport, Options.Time);
    }

    /// <summary>Where the server is, and who the client is.</summary>
    public ApiEndpoint Endpoint { get; }

    /// <summary>Time, chance, deadlines and retries.</summary>
    public ApiClientOptions Options { get; }

    /// <summary>What the server offers.</summary>
    public ApiVersions Versions { get; }

    /// <summary>Requests sent so far, every attempt counted.</summary>
    public long Requests => transport.Requests;

    /// <summary>The objects of a kind in a namespace; in all namespaces where it is null; in none for kinds that live in none.</summary>
    public ResourceClient<T> Of<T>(string? scope = null)
        where T : Resource, IResource<T> =>
        new(transport, T.Kind, T.From, scope, Versions);

    /// <summary>The objects of a kind known at run time only.</summary>
    public ResourceClient<Unstructured> Of(Kind kind, string? scope = null) => new(transport, kind, json => new Unstructured(json), scope, Versions);

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();
}
