using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Spindle.Wire.Certificates;

/// <summary>What one process shows to others, with its key, and what it checks theirs against. Immutable; may be shared by threads.</summary>
public sealed class ProcessCertificate : IDisposable
{
    internal ProcessCertificate(X509Certificate2 certificate, X509Certificate2 authority)
    {
        Certificate = certificate;
        Authority = authority;
        Identity = PeerIdentity.ClaimedBy(certificate) ?? throw new ArgumentException("the certificate names no process", nameof(certificate));
    }

    public PeerIdentity Identity { get; }

    internal X509Certificate2 Certificate { get; }

    /// <summary>The authority's certificate, without its key.</summary>
    internal X509Certificate2 Authority { get; }

    /// <summary>The key, the certificate and the authority's certificate as PEM: how a driver hands an executor its own. A secret.</summary>
    public string ToPem()
    {
        using var key = Certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("the certificate has no key");
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{Certificate.ExportCertificatePem()}\n{Authority.ExportCertificatePem()}\n";
    }

    /// <summary>Reads what <see cref="ToPem"/> wrote.</summary>
    /// <exception cref="ArgumentException">The text is none.</exception>
    public static ProcessCertificate FromPem(string pem)
    {
        try
        {
            var own = X509Certificate2.CreateFromPem(pem, pem);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            if (all.Count != 2)
                throw new ArgumentException("the text does not hold a process's certificate and its authority's", nameof(pem));
            all[0].Dispose();
            return new ProcessCertificate(own, all[1]);
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException("the text holds no certificate with its key", nameof(pem), exception);
        }
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Authority.Dispose();
    }
}
