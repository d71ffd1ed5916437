using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Requests;
using Spindle.Client.Resources;

namespace Spindle.Client.Access;

/// <summary>Tokens of service accounts, for who acts in their name from outside a pod.</summary>
public static class ServiceAccountTokens
{
    /// <summary>A token that runs out after <paramref name="lifetime"/>, ten minutes at least.</summary>
    public static async Task<string> TokenAsync(this ResourceClient<ServiceAccount> accounts, string name, TimeSpan lifetime, CancellationToken cancel = default)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject { ["expirationSeconds"] = (long)lifetime.TotalSeconds },
        };
        var made = await accounts.Transport.ReadAsync(new ApiRequest(HttpMethod.Post, accounts.Kind.Path(accounts.Namespace, name, "token"), Query.None, body), cancel).ConfigureAwait(false);
        return made.Object("status").Text("token") ?? throw new InvalidDataException($"the token request for {name} was answered without a token");
    }
}
