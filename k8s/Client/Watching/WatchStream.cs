using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spindle.Client.Requests;
using Spindle.Client.Resources;

namespace Spindle.Client.Watching;

/// <summary>Reads one watch to its end.</summary>
internal static class WatchStream
{
    // An object's largest size in etcd is 1.5 MiB; as JSON with its managed fields it may be some times that.
    private const int LongestEvent = 16 << 20;

    // Time after which a server that should have ended the watch counts as stalled.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync<T>(Transport transport, ApiRequest request, string version, TimeSpan length, Func<JsonObject, T> read, [EnumeratorCancellation] CancellationToken cancel)
        where T : Resource
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(length.TotalSeconds));
        var query = request.Query.Add("watch", "true").Add("allowWatchBookmarks", "true").Add("resourceVersion", version).Add("timeoutSeconds", seconds);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds) + Patience, transport.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var response = await transport.OpenAsync(request with { Query = query }, cancel).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var lines = new LineReader(body, LongestEvent);
        while (await NextAsync(lines, either.Token, cancel).ConfigureAwait(false) is { } line)
            if (Parse(request, line, read) is { } next)
                yield return next;
    }

    // The next line; null where the server ends the watch, the connection is lost, or the deadline passes.
    private static async Task<ReadOnlyMemory<byte>?> NextAsync(LineReader lines, CancellationToken either, CancellationToken caller)
    {
        try
        {
            return await lines.ReadAsync(either).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException && !caller.IsCancellationRequested)
        {
            return null;
        }
    }

    private static WatchEvent<T>? Parse<T>(ApiRequest request, ReadOnlyMemory<byte> line, Func<JsonObject, T> read)
        where T : Resource
    {
        JsonObject? json;
        try
        {
            json = JsonNode.Parse(line.Span) as JsonObject;
        }
        catch (JsonException)
        {
            // A line cut off by the end of the connection.
            return null;
        }

        if (json.Object("object") is not { } item)
            return null;
        return json.Text("type") switch
        {
            "ADDED" => new WatchEvent<T>(WatchEventKind.Added, read(item)),
            "MODIFIED" => new WatchEvent<T>(WatchEventKind.Modified, read(item)),
            "DELETED" => new WatchEvent<T>(WatchEventKind.Deleted, read(item)),
            "BOOKMARK" => new WatchEvent<T>(WatchEventKind.Bookmark, read(item)),
            "ERROR" => throw new ApiException(request.Call, (int)(item.Integer("code") ?? 500), item),
            _ => null,
        };
    }
}
