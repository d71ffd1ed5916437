using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>Answers what the server offers.</summary>
internal static class Discovery
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public static JsonObject Of(ScriptedApiServer server, string path) => path.Trim('/').Split('/') switch
    {
        ["version"] => new JsonObject { ["major"] = "1", ["minor"] = server.PolicyVersion == "v1" ? "30" : "20" },
        ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") },
        ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. ServedKind.All.Where(k => k.Group.Length > 0).Select(k => (k.Group, k.Version)).Distinct().Select(Group)]) },
        ["api", var version] => Resources(server, "", version),
        ["apis", var group, var version] => Resources(server, group, version),
        _ => throw new ApiRefusal(404, "NotFound", "the server could not find the requested resource"),
    };

    private static JsonNode Group((string Group, string Version) group)
    {
        JsonObject Version() => new() { ["groupVersion"] = $"{group.Group}/{group.Version}", ["version"] = group.Version };
        return new JsonObject { ["name"] = group.Group, ["versions"] = new JsonArray(Version()), ["preferredVersion"] = Version() };
    }

    private static JsonObject Resources(ScriptedApiServer server, string group, string version)
    {
        var kinds = ServedKind.All.Where(k => k.Group == group && k.Version == version).ToList();
        if (kinds.Count == 0)
            throw new ApiRefusal(404, "NotFound", "the server could not find the requested resource");
        var resources = new JsonArray([.. kinds.Select(k => Resource(k.Plural, k.Kind, k.Namespaced, k.Group == "authorization.k8s.io" ? ["create"] : Verbs))]);
        if (group.Length == 0)
        {
            var eviction = Resource("pods/eviction", "Eviction", true, ["create"]);
            eviction["group"] = "policy";
            eviction["version"] = server.PolicyVersion;
            resources.Add((JsonNode)eviction);
            resources.Add((JsonNode)Resource("pods/log", "Pod", true, ["get"]));
        }

        return new JsonObject { ["kind"] = "APIResourceList", ["groupVersion"] = kinds[0].ApiVersion, ["resources"] = resources };
    }

    private static JsonObject Resource(string name, string kind, bool namespaced, string[] verbs) =>
        new() { ["name"] = name, ["singularName"] = "", ["namespaced"] = namespaced, ["kind"] = kind, ["verbs"] = new JsonArray([.. verbs.Select(v => (JsonNode)v)]) };
}
