using System.Text;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>Files and settings that few may read.</summary>
public sealed class Secret(JsonObject json) : Resource(json), IResource<Secret>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "secrets", "Secret");

    /// <summary>The names of what it holds.</summary>
    public IReadOnlyCollection<string> Keys => [.. (Json.Object("data") ?? []).Select(e => e.Key)];

    /// <inheritdoc/>
    public static Secret From(JsonObject json) => new(json);

    /// <summary>One content; null where there is none of that name.</summary>
    public byte[]? Content(string key) => Json.Object("data").Text(key) is { } text ? Convert.FromBase64String(text) : null;

    /// <summary>Sets contents to be written.</summary>
    public Secret With(IEnumerable<KeyValuePair<string, byte[]>> contents)
    {
        Json["data"] = Manifest.Map(contents.Select(c => KeyValuePair.Create(c.Key, Convert.ToBase64String(c.Value))));
        return this;
    }

    /// <summary>Sets texts to be written.</summary>
    public Secret With(IEnumerable<KeyValuePair<string, string>> texts) => With(texts.Select(t => KeyValuePair.Create(t.Key, Encoding.UTF8.GetBytes(t.Value))));
}
