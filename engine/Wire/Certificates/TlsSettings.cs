using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Spindle.Columnar.Errors;

namespace Spindle.Wire.Certificates;

/// <summary>What both ends of an encrypted connection agree on.</summary>
internal static class TlsSettings
{
    public const SslProtocols Protocols = SslProtocols.Tls13;

    /// <summary>AES with 128 bits is the fastest that processors have instructions for, and strong enough.</summary>
    public static readonly CipherSuitesPolicy? Ciphers = OperatingSystem.IsLinux()
        ? new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256])
        : null;

    public static readonly List<SslApplicationProtocol> Applications = [SslApplicationProtocol.Http2];

    /// <summary>Why a certificate is refused; null, and who it is for, where it is not.</summary>
    public static SpindleException? Refusal(PeerCheck check, X509Certificate? shown, PeerIdentity? expected, out PeerIdentity? identity)
    {
        identity = null;
        try
        {
            identity = check.Identify(shown as X509Certificate2, expected);
            return null;
        }
        catch (SpindleException refusal)
        {
            return refusal;
        }
    }
}
