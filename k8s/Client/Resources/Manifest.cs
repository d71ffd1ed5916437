using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>Objects to be created or applied.</summary>
public static class Manifest
{
    /// <summary>An object with its kind, name, labels, annotations and owner set; the rest is written into its JSON.</summary>
    public static T For<T>(string name, IEnumerable<KeyValuePair<string, string>>? labels = null, IEnumerable<KeyValuePair<string, string>>? annotations = null, OwnerReference? owner = null)
        where T : Resource, IResource<T>
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
            metadata["labels"] = Map(labels);
        if (annotations is not null)
            metadata["annotations"] = Map(annotations);
        if (owner is not null)
            metadata["ownerReferences"] = new JsonArray(owner.ToJson());
        return T.From(new JsonObject { ["apiVersion"] = T.Kind.ApiVersion, ["kind"] = T.Kind.Name, ["metadata"] = metadata });
    }

    /// <summary>A JSON object of texts, sorted by name.</summary>
    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> entries) =>
        new(entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value)));
}
