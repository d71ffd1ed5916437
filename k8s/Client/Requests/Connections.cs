using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Spindle.Client.Access;

namespace Spindle.Client.Requests;

/// <summary>Connections to an API server: its certificate is checked against the cluster's own authority, and peers that fall silent are noticed by pings.</summary>
internal static class Connections
{
    public static SocketsHttpHandler For(ApiEndpoint endpoint, TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            AutomaticDecompression = System.Net.DecompressionMethods.GZip,
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = endpoint.Proxy is not null,
            Proxy = endpoint.Proxy is { } proxy ? new System.Net.WebProxy(proxy) : null,
        };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = (_, _, _, _, _) => endpoint.Credentials.Certificate!,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (endpoint.Authorities is { Count: > 0 } authorities)
        {
            var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            chain.CustomTrustStore.AddRange(authorities);
            handler.SslOptions.CertificateChainPolicy = chain;
        }

        if (endpoint.TrustsAnyServer)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        return handler;
    }
}
