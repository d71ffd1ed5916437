using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>Holds pods against the namespace's quotas, and keeps what the quotas say is used.</summary>
public sealed class ResourceQuotas : IAdmission
{
    public void Admit(ObjectStore store, ServedKind kind, JsonObject json)
    {
        if (kind.Plural != "pods")
            return;
        var (scope, name) = ((string)json["metadata"]!["namespace"]!, (string)json["metadata"]!["name"]!);
        foreach (var quota in store.List("resourcequotas", scope))
        {
            var hard = quota.Json["spec"]!["hard"]!.AsObject();
            var missing = hard.Where(h => Asked(json, h.Key) is null).Select(h => h.Key).ToList();
            if (missing.Count > 0)
                throw ApiRefusal.Forbidden("pods", name, $"failed quota: {quota.Name}: must specify {string.Join(",", missing)}");
            var counted = store.List("pods", scope).Where(p => (string?)p.Json["status"]?["phase"] is not ("Succeeded" or "Failed")).ToList();
            var used = hard.ToDictionary(h => h.Key, h => counted.Sum(p => Asked(p.Json, h.Key) ?? 0));
            var over = hard.Where(h => used[h.Key] + Asked(json, h.Key)!.Value > Amount.Of(h.Value)).Select(h => h.Key).ToList();
            if (over.Count > 0)
                throw ApiRefusal.Forbidden("pods", name, $"exceeded quota: {quota.Name}, requested: {Print(over, k => Asked(json, k)!.Value)}, used: {Print(over, k => used[k])}, limited: {Print(over, k => Amount.Of(hard[k]))}");
        }
    }

    private static string Print(IEnumerable<string> keys, Func<string, decimal> value) => string.Join(",", keys.Select(k => $"{k}={Amount.Print(value(k), k)}"));

    // What a pod takes of one of a quota's resources; null where it does not say and must.
    private static decimal? Asked(JsonObject pod, string resource) => resource switch
    {
        "pods" or "count/pods" => 1,
        "cpu" or "memory" or "ephemeral-storage" => Amount.OfPod(pod, "requests", resource),
        _ when resource.StartsWith("requests.", StringComparison.Ordinal) => Amount.OfPod(pod, "requests", resource["requests.".Length..]),
        _ when resource.StartsWith("limits.", StringComparison.Ordinal) => Amount.OfPod(pod, "limits", resource["limits.".Length..]),
        _ => 0,
    };
}
