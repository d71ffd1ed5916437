using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>Nothing is created in a namespace that is not there or is ending.</summary>
public sealed class NamespaceLifecycle : IAdmission
{
    public void Admit(ObjectStore store, ServedKind kind, JsonObject json)
    {
        if (!kind.Namespaced)
            return;
        var (scope, name) = ((string)json["metadata"]!["namespace"]!, (string)json["metadata"]!["name"]!);
        var found = store.Find("namespaces", null, scope) ?? throw ApiRefusal.NotFound("namespaces", scope);
        if (!found.IsDeleting && (string?)found.Json["status"]?["phase"] != "Terminating")
            return;
        var cause = new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {scope} is being terminated", ["field"] = "metadata.namespace" };
        throw new ApiRefusal(403, "Forbidden", $"{kind.Plural} \"{name}\" is forbidden: unable to create new content in namespace {scope} because it is being terminated", new JsonObject { ["name"] = name, ["kind"] = kind.Plural, ["causes"] = new JsonArray(cause) });
    }
}
