using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Discovery;

/// <summary>A resource that a server offers.</summary>
/// <param name="Name">Its name in addresses; a subresource's holds a slash.</param>
/// <param name="Kind">What it takes and gives; for a subresource the kind of its body, such as <c>policy/v1</c>'s Eviction.</param>
/// <param name="Verbs">What can be done with it.</param>
public sealed record ApiResource(string Name, Kind Kind, IReadOnlyList<string> Verbs)
{
    /// <summary>Is it a part of another resource?</summary>
    public bool IsSubresource => Name.Contains('/', StringComparison.Ordinal);

    internal static ApiResource Of(string listVersion, JsonObject json)
    {
        var parts = listVersion.Split('/');
        var (group, version) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        var name = json.Text("name") ?? "";
        var kind = new Kind(json.Text("group") ?? group, json.Text("version") ?? version, name, json.Text("kind") ?? "", json.Flag("namespaced") ?? false);
        return new ApiResource(name, kind, json.Texts("verbs"));
    }
}
