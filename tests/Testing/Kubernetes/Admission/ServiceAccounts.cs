using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>A pod's service account must be there; <c>default</c> always is.</summary>
public sealed class ServiceAccounts : IAdmission
{
    public void Admit(ObjectStore store, ServedKind kind, JsonObject json)
    {
        if (kind.Plural != "pods" || (string?)json["spec"]?["serviceAccountName"] is not { } account || account == "default")
            return;
        var (scope, name) = ((string)json["metadata"]!["namespace"]!, (string)json["metadata"]!["name"]!);
        if (store.Find("serviceaccounts", scope, account) is null)
            throw ApiRefusal.Forbidden("pods", name, $"error looking up service account {scope}/{account}: serviceaccount \"{account}\" not found");
    }
}
