using System.Security.Cryptography.X509Certificates;

namespace Spindle.Client.Access;

/// <summary>Where an API server is, how it is recognised, and who the client is to it.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Credentials">Who the client is.</param>
public sealed record ApiEndpoint(Uri Server, Credentials Credentials)
{
    /// <summary>Its address, always with a slash at the end, so that a path in it is kept.</summary>
    public Uri Server { get; } = Server.AbsoluteUri.EndsWith('/') ? Server : new Uri(Server.AbsoluteUri + "/");

    /// <summary>The authorities that sign its certificate; null for those that the system trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Any certificate will do. For tests of one's own only.</summary>
    public bool TrustsAnyServer { get; init; }

    /// <summary>The name that its certificate carries, where it is not that of the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>A proxy on the way.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The namespace that is meant where none is named.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>What it is called in the configuration that it comes from.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// The endpoint that command lines use: the files of KUBECONFIG, else <c>~/.kube/config</c>, else, inside a pod, the pod's own service account.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="context">The context to take; null for the current one.</param>
    /// <exception cref="KubeConfigException">There is none, or it cannot be used.</exception>
    public static ApiEndpoint Find(Func<string, string?> environment, TimeProvider time, string? context = null)
    {
        var files = KubeConfig.Files(environment);
        if (files.Count > 0)
            return KubeConfig.Load(files, environment, time, context);
        if (context is not null)
            throw new KubeConfigException($"there is no kubeconfig to take the context '{context}' from: set KUBECONFIG or write ~/.kube/config");
        return InCluster.TryLoad(environment, time) ?? throw new KubeConfigException("no cluster is known: there is no kubeconfig (KUBECONFIG, ~/.kube/config), and this is no pod with a service account");
    }
}
