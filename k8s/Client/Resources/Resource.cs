using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>
/// An object of the API: typed properties over its JSON. Nothing is copied out of the JSON, so a field that this client does not know survives reading, changing and
/// writing back; a change is made in <see cref="Json"/>.
/// </summary>
public abstract class Resource(JsonObject json)
{
    /// <summary>The whole object as the API writes it.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>Name, labels, owners and the rest of its metadata.</summary>
    public Metadata Metadata => new(Json.Object("metadata"));

    /// <summary>Shorthand for the metadata's name.</summary>
    public string Name => Metadata.Name;

    /// <summary>The kind and name, as messages show it.</summary>
    public override string ToString() => $"{Json.Text("kind") ?? GetType().Name} {(Metadata.Namespace is { } scope ? scope + "/" : "")}{Name}";
}
