using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Requests;
using Spindle.Client.Resources;

namespace Spindle.Client.Pods;

/// <summary>Asks pods to leave, as a drain of their node does: disruption budgets are respected.</summary>
public static class PodEviction
{
    /// <summary>Evicts a pod; false where there is none.</summary>
    /// <exception cref="ApiException">
    /// Refused; with <see cref="ApiException.IsTooManyRequests"/> a disruption budget forbids it for now, which <see cref="ApiException.Causes"/> names. It is not tried again.
    /// </exception>
    public static async Task<bool> EvictAsync(this ResourceClient<Pod> pods, string name, DeleteOptions? options = null, CancellationToken cancel = default)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = await VersionAsync(pods, cancel).ConfigureAwait(false),
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = pods.Namespace },
            ["deleteOptions"] = (options ?? DeleteOptions.Default).ToJson(),
        };
        try
        {
            await pods.Transport.ReadAsync(new ApiRequest(HttpMethod.Post, pods.Kind.Path(pods.Namespace, name, "eviction"), Query.None, body, WaitsOut429: false), cancel).ConfigureAwait(false);
            return true;
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    // policy/v1 since Kubernetes 1.22; v1beta1 is gone since 1.25. The subresource says which body it takes.
    private static async Task<string> VersionAsync(ResourceClient<Pod> pods, CancellationToken cancel)
    {
        var resources = await pods.Versions.ResourcesAsync(pods.Kind.ApiVersion, cancel).ConfigureAwait(false);
        return resources.FirstOrDefault(r => r.Name == "pods/eviction")?.Kind.ApiVersion ?? "policy/v1";
    }
}
