using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>The question whether the caller may do something. Put by <see cref="ResourceClient{T}.AskAsync"/>; nothing is stored.</summary>
public sealed class SelfSubjectAccessReview(JsonObject json) : Resource(json), IResource<SelfSubjectAccessReview>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", Namespaced: false);

    /// <summary>The answer.</summary>
    public bool IsAllowed => Json.Object("status").Flag("allowed") ?? false;

    /// <summary>Why, where the server says so.</summary>
    public string Reason => Json.Object("status").Text("reason") ?? "";

    /// <inheritdoc/>
    public static SelfSubjectAccessReview From(JsonObject json) => new(json);

    /// <summary>The question.</summary>
    /// <param name="verb"><c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>, <c>deletecollection</c>.</param>
    /// <param name="subresource">Such as <c>log</c>; null for the object itself.</param>
    public static SelfSubjectAccessReview Of(string verb, Kind kind, string? scope, string? subresource = null)
    {
        var attributes = new JsonObject { ["verb"] = verb, ["group"] = kind.Group, ["resource"] = kind.Plural };
        if (scope is not null)
            attributes["namespace"] = scope;
        if (subresource is not null)
            attributes["subresource"] = subresource;
        return new SelfSubjectAccessReview(new JsonObject { ["apiVersion"] = Kind.ApiVersion, ["kind"] = Kind.Name, ["spec"] = new JsonObject { ["resourceAttributes"] = attributes } });
    }
}
