using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>A view of an object's metadata.</summary>
public readonly struct Metadata(JsonObject? json)
{
    /// <summary>The name; empty before the API has made one from <see cref="GenerateName"/>.</summary>
    public string Name => json.Text("name") ?? "";

    /// <summary>The prefix from which the API makes a name.</summary>
    public string? GenerateName => json.Text("generateName");

    /// <summary>The namespace; null for objects that have none.</summary>
    public string? Namespace => json.Text("namespace");

    /// <summary>The identity: a second object of the same name has another one. Empty before creation.</summary>
    public string Uid => json.Text("uid") ?? "";

    /// <summary>The version of the object; empty before creation.</summary>
    public string ResourceVersion => json.Text("resourceVersion") ?? "";

    /// <summary>When it was created, to the second.</summary>
    public DateTimeOffset? Created => json.Instant("creationTimestamp");

    /// <summary>When it is to be gone, once its deletion was asked for: grace included.</summary>
    public DateTimeOffset? Deleted => json.Instant("deletionTimestamp");

    /// <summary>Its deletion was asked for and is under way.</summary>
    public bool IsDeleting => json?.ContainsKey("deletionTimestamp") == true;

    /// <summary>All labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => json.Map("labels");

    /// <summary>All annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations => json.Map("annotations");

    /// <summary>Who owns it: it is deleted with the last of them.</summary>
    public IReadOnlyList<OwnerReference> Owners => [.. json.Objects("ownerReferences").Select(o => new OwnerReference(o.Text("apiVersion") ?? "", o.Text("kind") ?? "", o.Text("name") ?? "", o.Text("uid") ?? "", o.Flag("controller") ?? false))];

    /// <summary>Who must let go before it is removed.</summary>
    public IReadOnlyList<string> Finalizers => json.Texts("finalizers");

    /// <summary>One label, or null.</summary>
    public string? Label(string key) => json.Object("labels").Text(key);

    /// <summary>One annotation, or null.</summary>
    public string? Annotation(string key) => json.Object("annotations").Text(key);
}
