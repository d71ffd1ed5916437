using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Spindle.Columnar.Errors;
using Spindle.Wire.Grpc.Client;

namespace Spindle.Wire.Certificates;

/// <summary>Connections on which both ends show a certificate of the application.</summary>
/// <param name="own">What this process shows.</param>
/// <param name="expected">Who has to answer; null for any process of the application.</param>
/// <param name="time">Whose clock validity goes by.</param>
/// <param name="below">Makes the connection that is encrypted; plain TCP unless said otherwise.</param>
public sealed class TlsDialer(ProcessCertificate own, PeerIdentity? expected, TimeProvider time, Dial? below = null)
{
    private readonly PeerCheck check = new(own, time);
    private readonly SslStreamCertificateContext context = SslStreamCertificateContext.Create(own.Certificate, null, offline: true);

    /// <exception cref="SpindleException">The far end is not who it has to be; the error class says why.</exception>
    public async ValueTask<Stream> DialAsync(EndPoint address, CancellationToken cancellation)
    {
        var connection = await (below ?? TcpDialer.DialAsync)(address, cancellation).ConfigureAwait(false);
        SpindleException? refusal = null;
        // HttpClient does not flush.
        var tls = new SslStream(new BulkStream(connection, gathers: false), leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "",
                    ClientCertificateContext = context,
                    EnabledSslProtocols = TlsSettings.Protocols,
                    CipherSuitesPolicy = TlsSettings.Ciphers,
                    ApplicationProtocols = TlsSettings.Applications,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    AllowTlsResume = false,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => (refusal = TlsSettings.Refusal(check, certificate, expected, out _)) is null,
                },
                cancellation).ConfigureAwait(false);
            return new FirstReadStream(tls, own.Identity);
        }
        catch (Exception exception)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (refusal is not null)
                throw refusal;
            if (exception is AuthenticationException or IOException)
                throw new SpindleException(CertificateErrors.HandshakeFailed, $"no encrypted connection with {address}: {exception.Message}", inner: exception);
            throw;
        }
    }
}
