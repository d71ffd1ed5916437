using Spindle.Client.Access;
using Spindle.Columnar.Errors;

namespace Spindle;

/// <summary>The form of masters <c>k8s://https://host:port</c>; <c>k8s://</c> alone is the server that the credentials name.</summary>
public static class KubernetesMaster
{
    public const string Scheme = "k8s://";

    /// <summary>The endpoint with the server that the master names.</summary>
    /// <exception cref="SpindleException">INVALID_CONF_VALUE.REQUIREMENT: what follows the scheme is no address.</exception>
    public static ApiEndpoint EndpointOf(string master, ApiEndpoint endpoint)
    {
        var url = master[Scheme.Length..];
        if (url.Length == 0)
            return endpoint;
        // Spark's form has https where nothing is said.
        return Uri.TryCreate(url.Contains("://", StringComparison.Ordinal) ? url : $"https://{url}", UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? new ApiEndpoint(server, endpoint.Credentials) { Authorities = endpoint.Authorities, TrustsAnyServer = endpoint.TrustsAnyServer, ServerName = endpoint.ServerName, Proxy = endpoint.Proxy, Namespace = endpoint.Namespace, Source = endpoint.Source }
            : throw new SpindleException(new ErrorClass("INVALID_CONF_VALUE.REQUIREMENT", "22022"), $"'{master}' is no master; Kubernetes takes the address of an API server: k8s://https://host:port",
                parameters: new Dictionary<string, string> { ["confName"] = "spark.master", ["confValue"] = master });
    }
}
