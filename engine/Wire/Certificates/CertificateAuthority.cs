using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

#pragma warning disable RS0030 // X.509 counts time in calendar dates; they come from the clock that is a parameter and stay in here.

namespace Spindle.Wire.Certificates;

/// <summary>
/// Signs the certificates of one application's processes (ECDSA over P-256). Its key is made with it, never leaves it, and is gone with it: nobody can join the application once its driver is gone.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>How far the clocks of machines may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private readonly TimeProvider time;
    private readonly TimeSpan lifetime;

    /// <param name="application">The application's id.</param>
    /// <param name="time">Whose clock the certificates' time goes by.</param>
    /// <param name="lifetime">How long it, and what it signs, is valid; longer than the application runs.</param>
    public CertificateAuthority(string application, TimeProvider time, TimeSpan lifetime)
    {
        Application = application;
        this.time = time;
        this.lifetime = lifetime;
        var request = new CertificateRequest(Name("certificate authority"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        // What it signs later must still end before it does.
        using var signed = request.CreateSelfSigned(now - Skew, now + lifetime + lifetime);
        certificate = X509CertificateLoader.LoadCertificate(signed.RawData);
    }

    public string Application { get; }

    /// <summary>A certificate with a new key for one process of the application.</summary>
    public ProcessCertificate Issue(PeerIdentity identity)
    {
        if (identity.Application != Application)
            throw new ArgumentException($"{identity} is not of {Application}", nameof(identity));
        using var processKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(identity.Role == PeerRole.Driver ? "driver" : $"executor {identity.Id}"), processKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(identity.ToUri());
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        using var signed = request.Create(certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Skew, now + lifetime, RandomNumberGenerator.GetBytes(16));
        return new ProcessCertificate(signed.CopyWithPrivateKey(processKey), X509CertificateLoader.LoadCertificate(certificate.RawData));
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }

    private X500DistinguishedName Name(string common)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(Application);
        name.AddCommonName(common);
        return name.Build();
    }
}
