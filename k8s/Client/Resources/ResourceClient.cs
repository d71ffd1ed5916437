using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Spindle.Client.Discovery;
using Spindle.Client.Requests;
using Spindle.Client.Watching;

namespace Spindle.Client.Resources;

/// <summary>The verbs of the API on the objects of one kind, in one namespace or in all.</summary>
public sealed class ResourceClient<T>
    where T : Resource
{
    private const int RestartedLists = 3;

    private readonly Func<JsonObject, T> read;

    internal ResourceClient(Transport transport, Kind kind, Func<JsonObject, T> read, string? scope, ApiVersions versions)
    {
        Transport = transport;
        Kind = kind;
        Namespace = scope;
        Versions = versions;
        this.read = read;
    }

    /// <summary>The kind.</summary>
    public Kind Kind { get; }

    /// <summary>The namespace; null for all of them.</summary>
    public string? Namespace { get; }

    internal Transport Transport { get; }

    internal ApiVersions Versions { get; }

    /// <exception cref="ApiException">There is none, or it may not be read.</exception>
    public async Task<T> GetAsync(string name, CancellationToken cancel = default) => read(await Transport.ReadAsync(ApiRequest.Get(Kind.Path(Namespace, name)), cancel).ConfigureAwait(false));

    /// <summary>The object, or null where there is none.</summary>
    public async Task<T?> FindAsync(string name, CancellationToken cancel = default)
    {
        try
        {
            return await GetAsync(name, cancel).ConfigureAwait(false);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>All objects, as of one version. A list whose pages outlive the server's history is begun again, the last time in one piece.</summary>
    public async Task<ResourceList<T>> ListAsync(Selection? selection = null, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var items = new List<T>();
                var version = "";
                await foreach (var page in PagesAsync(selection, attempt < RestartedLists ? Transport.Options.PageSize : 0, cancel).ConfigureAwait(false))
                {
                    items.AddRange(page.Items);
                    version = page.Version;
                }

                return new ResourceList<T>(items, version);
            }
            catch (ApiException e) when (e.IsExpired && attempt < RestartedLists)
            {
                // The next attempt starts at the first page.
            }
        }
    }

    /// <summary>The objects page by page, all as of the first page's version.</summary>
    /// <param name="size">Objects a page; zero for one page with all.</param>
    /// <exception cref="ApiException">Also where the server no longer keeps the first page's version (<see cref="ApiException.IsExpired"/>).</exception>
    public async IAsyncEnumerable<ResourceList<T>> PagesAsync(Selection? selection = null, int size = 500, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var next = "";
        do
        {
            var query = Query.Of(selection).Add("limit", size > 0 ? size : null).Add("continue", next);
            var list = await Transport.ReadAsync(ApiRequest.Get(Kind.Path(Namespace), query), cancel).ConfigureAwait(false);
            next = list.Object("metadata").Text("continue") ?? "";
            yield return new ResourceList<T>([.. list.Objects("items").Select(Item)], list.Object("metadata").Text("resourceVersion") ?? "", next);
        }
        while (next.Length > 0);
    }

    /// <summary>
    /// Creates an object. With a fixed name it is tried again after a lost answer: the second attempt then finds its own object, or another's, and the caller tells which
    /// (<see cref="ApiException.AfterLostAnswer"/>). With a generated name a lost answer is not followed by a second attempt.
    /// </summary>
    public async Task<T> CreateAsync(T resource, WriteOptions? options = null, CancellationToken cancel = default)
    {
        var safe = resource.Name.Length > 0 || options?.DryRun == true;
        return read(await Transport.ReadAsync(new ApiRequest(HttpMethod.Post, Kind.Path(Namespace), Query.Of(options, Transport.Options), resource.Json, Safety: safe ? Safety.Repeatable : Safety.Once), cancel).ConfigureAwait(false));
    }

    /// <summary>Asks a question that the API takes as a create and does not store, such as an access review.</summary>
    public async Task<T> AskAsync(T question, CancellationToken cancel = default) =>
        read(await Transport.ReadAsync(new ApiRequest(HttpMethod.Post, Kind.Path(Namespace), Query.None, question.Json), cancel).ConfigureAwait(false));

    /// <summary>Writes the whole object; refused (409) where it has changed since the version that it carries.</summary>
    public async Task<T> ReplaceAsync(T resource, WriteOptions? options = null, CancellationToken cancel = default) =>
        read(await Transport.ReadAsync(new ApiRequest(HttpMethod.Put, Kind.Path(Namespace, resource.Name, options?.Subresource), Query.Of(options, Transport.Options), resource.Json), cancel).ConfigureAwait(false));

    /// <summary>Server-side apply: makes the object's fields what is given here, and leaves those of other managers alone. Creates it where there is none.</summary>
    /// <param name="force">Takes fields over from other managers instead of a conflict (409).</param>
    public async Task<T> ApplyAsync(T resource, bool force = false, WriteOptions? options = null, CancellationToken cancel = default)
    {
        var query = Query.Of(options, Transport.Options).Add("force", force ? "true" : null);
        return read(await Transport.ReadAsync(new ApiRequest(HttpMethod.Patch, Kind.Path(Namespace, resource.Name, options?.Subresource), query, resource.Json, "application/apply-patch+yaml"), cancel).ConfigureAwait(false));
    }

    /// <summary>Changes parts of an object.</summary>
    public async Task<T> PatchAsync(string name, JsonNode patch, PatchKind kind = PatchKind.Merge, WriteOptions? options = null, CancellationToken cancel = default)
    {
        var media = kind switch
        {
            PatchKind.Merge => "application/merge-patch+json",
            PatchKind.Strategic => "application/strategic-merge-patch+json",
            PatchKind.Json => "application/json-patch+json",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        // A list of operations may add to a list once more when it is repeated; the merging kinds say what is to be.
        var safety = kind == PatchKind.Json ? Safety.Once : Safety.Repeatable;
        return read(await Transport.ReadAsync(new ApiRequest(HttpMethod.Patch, Kind.Path(Namespace, name, options?.Subresource), Query.Of(options, Transport.Options), patch, media, safety), cancel).ConfigureAwait(false));
    }

    /// <summary>Deletes an object; false where there is none.</summary>
    public async Task<bool> DeleteAsync(string name, DeleteOptions? options = null, CancellationToken cancel = default)
    {
        try
        {
            await Transport.ReadAsync(new ApiRequest(HttpMethod.Delete, Kind.Path(Namespace, name), Query.None, (options ?? DeleteOptions.Default).ToJson()), cancel).ConfigureAwait(false);
            return true;
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>Deletes all objects that are meant, in one call (the verb <c>deletecollection</c>).</summary>
    public async Task DeleteAllAsync(Selection selection, DeleteOptions? options = null, CancellationToken cancel = default) =>
        await Transport.ReadAsync(new ApiRequest(HttpMethod.Delete, Kind.Path(Namespace), Query.Of(selection), (options ?? DeleteOptions.Default).ToJson()), cancel).ConfigureAwait(false);

    /// <summary>
    /// What changes from a version on, until <paramref name="length"/> is over, the server ends it, or the connection is lost: all three end the enumeration, and the caller goes on from the
    /// last version that it saw. <see cref="Watcher{T}"/> does that.
    /// </summary>
    /// <exception cref="ApiException">The watch was refused, or the version is no longer kept (<see cref="ApiException.IsExpired"/>).</exception>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string version, TimeSpan length, Selection? selection = null, CancellationToken cancel = default) =>
        WatchStream.ReadAsync(Transport, ApiRequest.Get(Kind.Path(Namespace), Query.Of(selection)), version, length, read, cancel);

    // The items of a list carry neither kind nor version; written back alone they need them.
    private T Item(JsonObject json)
    {
        if (!json.ContainsKey("kind"))
            json["kind"] = Kind.Name;
        if (!json.ContainsKey("apiVersion"))
            json["apiVersion"] = Kind.ApiVersion;
        return read(json);
    }
}
