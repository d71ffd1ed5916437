using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>Pod Security's level <c>restricted</c>, which newer clusters enforce by a label of the namespace.</summary>
public sealed class PodSecurity : IAdmission
{
    private static readonly string[] AllowedVolumes = ["name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public void Admit(ObjectStore store, ServedKind kind, JsonObject json)
    {
        if (kind.Plural != "pods" || (string?)store.Find("namespaces", null, (string)json["metadata"]!["namespace"]!)?.Metadata["labels"]?["pod-security.kubernetes.io/enforce"] != "restricted")
            return;
        var pod = json["spec"]!.AsObject();
        var containers = (pod["initContainers"] as JsonArray ?? []).Concat(pod["containers"]!.AsArray()).Select(c => c!.AsObject()).ToList();
        var wrong = new List<string>();
        Check(wrong, containers, c => (bool?)c["securityContext"]?["allowPrivilegeEscalation"] == false, "allowPrivilegeEscalation != false", "securityContext.allowPrivilegeEscalation=false");
        Check(wrong, containers, c => c["securityContext"]?["capabilities"]?["drop"] is JsonArray drop && drop.Any(d => (string?)d == "ALL"), "unrestricted capabilities", "securityContext.capabilities.drop=[\"ALL\"]");
        Check(wrong, containers, c => (bool?)(c["securityContext"]?["runAsNonRoot"] ?? pod["securityContext"]?["runAsNonRoot"]) == true, "runAsNonRoot != true", "securityContext.runAsNonRoot=true");
        Check(wrong, containers, c => (string?)(c["securityContext"]?["seccompProfile"] ?? pod["securityContext"]?["seccompProfile"])?["type"] is "RuntimeDefault" or "Localhost", "seccompProfile", "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
        foreach (var volume in (pod["volumes"] as JsonArray ?? []).Select(v => v!.AsObject()))
            if (volume.FirstOrDefault(e => !AllowedVolumes.Contains(e.Key)) is { Key: { } type })
                wrong.Add($"restricted volume types (volume \"{volume["name"]}\" uses restricted volume type \"{type}\")");
        if (wrong.Count > 0)
            throw ApiRefusal.Forbidden("pods", (string)json["metadata"]!["name"]!, $"violates PodSecurity \"restricted:latest\": {string.Join(", ", wrong)}");
    }

    private static void Check(List<string> wrong, List<JsonObject> containers, Func<JsonObject, bool> holds, string what, string mend)
    {
        var named = containers.Where(c => !holds(c)).Select(c => $"\"{c["name"]}\"").ToList();
        if (named.Count > 0)
            wrong.Add($"{what} (container{(named.Count > 1 ? "s" : "")} {string.Join(", ", named)} must set {mend})");
    }
}
