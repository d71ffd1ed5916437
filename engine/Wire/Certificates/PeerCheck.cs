using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Spindle.Columnar.Errors;

#pragma warning disable RS0030 // X.509 counts time in calendar dates; they are compared with the clock that is a parameter and stay in here.

namespace Spindle.Wire.Certificates;

/// <summary>Whether a certificate that the far end shows speaks for a process of our application, and for which.</summary>
internal sealed class PeerCheck(ProcessCertificate own, TimeProvider time)
{
    /// <summary>The process behind a certificate.</summary>
    /// <param name="certificate">What the far end showed; null for nothing.</param>
    /// <param name="expected">Who it has to be; null for anyone of the application.</param>
    /// <exception cref="SpindleException">It is refused; the error class says why.</exception>
    public PeerIdentity Identify(X509Certificate2? certificate, PeerIdentity? expected)
    {
        if (certificate is null)
            throw Refused(CertificateErrors.Missing, "the far end showed no certificate");
        var claimed = PeerIdentity.ClaimedBy(certificate);
        var who = claimed?.ToString() ?? $"'{certificate.Subject}'";
        if (!IsSignedByOurAuthority(certificate))
            throw claimed is not null && claimed.Application != own.Identity.Application
                ? Refused(CertificateErrors.OtherApplication, $"the certificate is for {who}, and this is {own.Identity}")
                : Refused(CertificateErrors.Forged, $"the certificate for {who} was not signed by the authority of {own.Identity.Application}");
        var now = time.GetUtcNow().UtcDateTime;
        if (now > certificate.NotAfter.ToUniversalTime())
            throw Refused(CertificateErrors.Expired, $"the certificate for {who} expired at {Text(certificate.NotAfter)}");
        if (now < certificate.NotBefore.ToUniversalTime())
            throw Refused(CertificateErrors.NotYetValid, $"the certificate for {who} is valid from {Text(certificate.NotBefore)}, and it is {Text(now)}");
        if (claimed is null || claimed.Application != own.Identity.Application)
            throw Refused(CertificateErrors.OtherApplication, $"the certificate is for {who}, and this is {own.Identity}");
        if (expected is not null && claimed != expected)
            throw Refused(CertificateErrors.OtherPeer, $"{expected} was called, and {who} answered: its address was given anew");
        return claimed;
    }

    private bool IsSignedByOurAuthority(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(own.Authority);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        // Time is judged by itself, so that the error can say which end of it was passed.
        policy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        policy.VerificationTime = time.GetUtcNow().UtcDateTime;
        var signed = chain.Build(certificate);
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        return signed;
    }

    private static string Text(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static SpindleException Refused(ErrorClass error, string message) => new(error, message);
}
