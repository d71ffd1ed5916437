using System.Security.Cryptography.X509Certificates;

namespace Spindle.Client.Access;

/// <summary>The service account of the pod that this process runs in.</summary>
public static class InCluster
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The pod's endpoint; null outside a pod, and in one whose service account's token is not mounted.</summary>
    /// <param name="folder">Where the token, the authority and the namespace are.</param>
    public static ApiEndpoint? TryLoad(Func<string, string?> environment, TimeProvider time, string folder = Folder)
    {
        var (host, port) = (environment("KUBERNETES_SERVICE_HOST"), environment("KUBERNETES_SERVICE_PORT"));
        var token = Path.Combine(folder, "token");
        if (host is null || port is null || !File.Exists(token))
            return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(folder, "ca.crt"));
        var scope = Path.Combine(folder, "namespace");
        return new ApiEndpoint(new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"), new TokenFileCredentials(token, time))
        {
            Authorities = authorities,
            Namespace = File.Exists(scope) ? File.ReadAllText(scope).Trim() : "default",
            Source = "the pod's service account",
        };
    }
}
