using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Spindle.Wire.Certificates;

namespace Spindle.Benchmarks.Shuffle.Wire;

/// <summary>The same TLS as between processes, on bare streams.</summary>
internal static class TlsPair
{
    private static readonly CipherSuitesPolicy? Ciphers = OperatingSystem.IsLinux() ? new([TlsCipherSuite.TLS_AES_128_GCM_SHA256]) : null;

    public static SslServerAuthenticationOptions Server(ProcessCertificate certificate) => new()
    {
        ServerCertificate = Of(certificate),
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        CipherSuitesPolicy = Ciphers,
    };

    public static SslClientAuthenticationOptions Client(ProcessCertificate certificate) => new()
    {
        TargetHost = "",
        ClientCertificates = [Of(certificate)],
        EnabledSslProtocols = SslProtocols.Tls13,
        CipherSuitesPolicy = Ciphers,
    };

    private static X509Certificate2 Of(ProcessCertificate certificate)
    {
        var pem = certificate.ToPem();
        return X509Certificate2.CreateFromPem(pem, pem);
    }
}
