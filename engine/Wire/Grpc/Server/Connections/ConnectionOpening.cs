using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Spindle.Columnar.Errors;
using Spindle.Wire.Certificates;

namespace Spindle.Wire.Grpc.Server.Connections;

/// <summary>What happens on a new connection before HTTP/2: the handshake, in which both ends show who they are.</summary>
internal sealed class ConnectionOpening
{
    private readonly GrpcServerSettings settings;
    private readonly PeerCheck? check;
    private readonly SslStreamCertificateContext? context;

    public ConnectionOpening(GrpcServerSettings settings)
    {
        this.settings = settings;
        if (settings.Certificate is { } certificate)
        {
            check = new PeerCheck(certificate, settings.Time);
            context = SslStreamCertificateContext.Create(certificate.Certificate, null, offline: true);
        }
    }

    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        var opened = (StreamConnection)connection;
        if (context is null)
        {
            await opened.OpenAsync(settings.Layer is { } only ? plain => new(only(plain)) : null).ConfigureAwait(false);
        }
        else if (!await TryEncryptAsync(opened).ConfigureAwait(false))
        {
            return;
        }

        await next(connection).ConfigureAwait(false);
    };

    private async ValueTask<bool> TryEncryptAsync(StreamConnection connection)
    {
        SpindleException? refusal = null;
        PeerIdentity? identity = null;
        using var patience = new CancellationTokenSource(settings.HandshakeTimeout, settings.Time);
        try
        {
            await connection.OpenAsync(async plain =>
            {
                var tls = new SslStream(new BulkStream(settings.Layer?.Invoke(plain) ?? plain, gathers: true), leaveInnerStreamOpen: false);
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = context,
                        ClientCertificateRequired = true,
                        EnabledSslProtocols = TlsSettings.Protocols,
                        CipherSuitesPolicy = TlsSettings.Ciphers,
                        ApplicationProtocols = TlsSettings.Applications,
                        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                        AllowRenegotiation = false,
                        AllowTlsResume = false,
                        RemoteCertificateValidationCallback = (_, shown, _, _) => (refusal = TlsSettings.Refusal(check!, shown, null, out identity)) is null,
                    },
                    patience.Token).ConfigureAwait(false);
                return tls;
            }).ConfigureAwait(false);
            connection.Features.Set<IPeerIdentityFeature>(new PeerIdentityFeature(identity!));
            return true;
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException)
        {
            settings.PeerRefused?.Invoke(refusal ?? new SpindleException(CertificateErrors.HandshakeFailed, $"no encrypted connection with {connection.RemoteEndPoint}: {exception.Message}", inner: exception));
            return false;
        }
    }

    private sealed record PeerIdentityFeature(PeerIdentity Identity) : IPeerIdentityFeature;
}
