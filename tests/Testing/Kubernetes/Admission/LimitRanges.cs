using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes.Admission;

/// <summary>Fills in what containers do not ask for, and refuses what is too much or too little.</summary>
public sealed class LimitRanges : IAdmission
{
    public void Admit(ObjectStore store, ServedKind kind, JsonObject json)
    {
        if (kind.Plural != "pods")
            return;
        var (scope, name) = ((string)json["metadata"]!["namespace"]!, (string)json["metadata"]!["name"]!);
        foreach (var limits in store.List("limitranges", scope).SelectMany(r => r.Json["spec"]!["limits"]!.AsArray()).Where(l => (string?)l!["type"] == "Container"))
            foreach (var container in json["spec"]!["containers"]!.AsArray())
            {
                var resources = container!["resources"] as JsonObject;
                if (resources is null)
                    container["resources"] = resources = [];
                Fill(resources, "limits", limits!["default"]);
                Fill(resources, "requests", limits["defaultRequest"]);
                Check(name, resources, "limits", limits["max"], (value, bound) => value > bound, "maximum", "limit");
                Check(name, resources, "requests", limits["min"], (value, bound) => value < bound, "minimum", "request");
            }
    }

    private static void Fill(JsonObject resources, string part, JsonNode? defaults)
    {
        foreach (var (resource, value) in defaults as JsonObject ?? [])
        {
            var into = resources[part] as JsonObject;
            if (into is null)
                resources[part] = into = [];
            if (!into.ContainsKey(resource))
                into[resource] = value!.DeepClone();
        }
    }

    private static void Check(string pod, JsonObject resources, string part, JsonNode? bounds, Func<decimal, decimal, bool> isBroken, string bound, string word)
    {
        foreach (var (resource, limit) in bounds as JsonObject ?? [])
        {
            var given = resources[part]?[resource];
            if (given is null)
                throw ApiRefusal.Forbidden("pods", pod, $"{bound} {resource} usage per Container is {limit}. No {word} is specified");
            if (isBroken(Amount.Of(given), Amount.Of(limit)))
                throw ApiRefusal.Forbidden("pods", pod, $"{bound} {resource} usage per Container is {limit}, but {word} is {given}");
        }
    }
}
