using System.Text.Json.Nodes;

namespace Spindle.Client.Requests;

/// <summary>A request before it is sent.</summary>
/// <param name="WaitsOut429">A 429 means that the server is busy; for an eviction it means that a disruption budget forbids it, which the caller decides on.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, Query Query, JsonNode? Body = null, string Media = "application/json", Safety Safety = Safety.Repeatable, bool WaitsOut429 = true)
{
    /// <summary>As errors name it.</summary>
    public string Call => $"{Method} {Path}";

    public static ApiRequest Get(string path, Query query = default) => new(HttpMethod.Get, path, query);
}
