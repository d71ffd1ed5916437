using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Access;

/// <summary>A kubeconfig file: what it refers to by a relative path lies in its own folder.</summary>
internal sealed record ConfigFile(string Path, JsonObject Json)
{
    /// <summary>A path as seen from the file.</summary>
    public string Resolve(string path) => System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);

    /// <summary>Text that is given in base 64 under <c>NAME-data</c>, or by the path of a file under <c>NAME</c>; null where it is not given.</summary>
    public string? Content(JsonObject json, string name)
    {
        try
        {
            if (json.Text(name + "-data") is { Length: > 0 } data)
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            return json.Text(name) is { Length: > 0 } path ? File.ReadAllText(Resolve(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new KubeConfigException($"{name} of {Path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The cluster's own authorities, or null.</summary>
    public X509Certificate2Collection? Authorities(JsonObject cluster)
    {
        if (Content(cluster, "certificate-authority") is not { } pem)
            return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"certificate-authority of {Path} is no certificate: {e.Message}", e);
        }

        return authorities;
    }
}
