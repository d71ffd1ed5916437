using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Access;

/// <summary>Who a kubeconfig's user is: a plug-in, a token file, a token, a password, a certificate.</summary>
internal static class UserCredentials
{
    public static Credentials Of(JsonObject user, ConfigFile file, JsonObject cluster, Func<string, string?> environment, TimeProvider time)
    {
        if (user.Object("exec") is { } exec)
            return new ExecCredentials(ExecPlugin.Of(exec, file, cluster, environment), time);
        if (user.Object("auth-provider").Text("name") is { } provider)
            throw new KubeConfigException($"{file.Path} uses the auth-provider '{provider}', which Kubernetes has removed: use its exec plug-in instead");
        if (user.Text("tokenFile") is { Length: > 0 } path)
            return new TokenFileCredentials(file.Resolve(path), time);
        return new FixedCredentials(Header(user), Certificate(user, file));
    }

    /// <summary>A certificate and its key from PEM.</summary>
    public static X509Certificate2 Certificate(string certificate, string key, string source)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"the client certificate of {source} cannot be used: {e.Message}", e);
        }
    }

    private static AuthenticationHeaderValue? Header(JsonObject user)
    {
        if (user.Text("token") is { Length: > 0 } token)
            return new AuthenticationHeaderValue("Bearer", token);
        return user.Text("username") is { Length: > 0 } name
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}")))
            : null;
    }

    private static X509Certificate2? Certificate(JsonObject user, ConfigFile file) => (file.Content(user, "client-certificate"), file.Content(user, "client-key")) switch
    {
        ({ } certificate, { } key) => Certificate(certificate, key, file.Path),
        (null, null) => null,
        _ => throw new KubeConfigException($"{file.Path} has a client certificate without its key, or a key without its certificate"),
    };
}
