using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>A mesh's webhook: each pod gets a container that the pod's author knows nothing of.</summary>
public sealed class SidecarInjector(string name = "istio-proxy", string image = "mesh/proxy:1") : IAdmission
{
    public void Admit(ObjectStore store, ServedKind kind, JsonObject json)
    {
        if (kind.Plural == "pods")
            json["spec"]!["containers"]!.AsArray().Insert(0, new JsonObject { ["name"] = name, ["image"] = image, ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" }, ["limits"] = new JsonObject { ["cpu"] = "2", ["memory"] = "1Gi" } } });
    }
}
