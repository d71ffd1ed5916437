using System.Text.Json.Nodes;
using Spindle.Client.Requests;
using Spindle.Client.Resources;

namespace Spindle.Client.Discovery;

/// <summary>What the server offers: its groups, their versions, and the kinds in them. Asked once and kept for ten minutes.</summary>
public sealed class ApiVersions
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Transport transport;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (Task<JsonObject> Answer, long At)> answers = new(StringComparer.Ordinal);

    internal ApiVersions(Transport transport, TimeProvider time)
    {
        this.transport = transport;
        this.time = time;
    }

    /// <summary>The groups with their preferred version, <c>v1</c> and <c>apps/v1</c> alike.</summary>
    public async Task<IReadOnlyList<string>> PreferredAsync(CancellationToken cancel = default)
    {
        var groups = await AskAsync("/apis", cancel).ConfigureAwait(false);
        return ["v1", .. groups.Objects("groups").Select(g => g.Object("preferredVersion").Text("groupVersion")).OfType<string>()];
    }

    /// <summary>The resources of a group's version, subresources (<c>pods/log</c>) included; none where the server does not have it.</summary>
    /// <param name="version">Such as <c>v1</c> or <c>apps/v1</c>.</param>
    public async Task<IReadOnlyList<ApiResource>> ResourcesAsync(string version, CancellationToken cancel = default)
    {
        try
        {
            var list = await AskAsync(version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}", cancel).ConfigureAwait(false);
            return [.. list.Objects("resources").Select(r => ApiResource.Of(version, r))];
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return [];
        }
    }

    /// <summary>Every kind whose objects live in namespaces and can be listed, each in its group's preferred version.</summary>
    public async Task<IReadOnlyList<Kind>> NamespacedKindsAsync(CancellationToken cancel = default)
    {
        var kinds = new List<Kind>();
        foreach (var version in await PreferredAsync(cancel).ConfigureAwait(false))
            kinds.AddRange((await ResourcesAsync(version, cancel).ConfigureAwait(false)).Where(r => r is { IsSubresource: false, Kind.Namespaced: true } && r.Verbs.Contains("list")).Select(r => r.Kind));
        return kinds;
    }

    /// <summary>The first of the versions that has this kind, or null where the server has none of them.</summary>
    public async Task<Kind?> FindAsync(string plural, IEnumerable<string> versions, CancellationToken cancel = default)
    {
        foreach (var version in versions)
            if ((await ResourcesAsync(version, cancel).ConfigureAwait(false)).FirstOrDefault(r => r.Name == plural) is { } resource)
                return resource.Kind;
        return null;
    }

    // A failed question is asked again by the next who wants to know.
    private async Task<JsonObject> AskAsync(string path, CancellationToken cancel)
    {
        Task<JsonObject> answer;
        lock (gate)
        {
            if (!answers.TryGetValue(path, out var known) || known.Answer.IsFaulted || known.Answer.IsCanceled || time.GetElapsedTime(known.At) > Kept)
                answers[path] = known = (transport.ReadAsync(ApiRequest.Get(path), CancellationToken.None), time.GetTimestamp());
            answer = known.Answer;
        }

        return await answer.WaitAsync(cancel).ConfigureAwait(false);
    }
}
