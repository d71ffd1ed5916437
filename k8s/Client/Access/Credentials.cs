using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Spindle.Client.Access;

/// <summary>Who the client is to the server: a header, a certificate, or both; they may run out and be renewed.</summary>
public abstract class Credentials
{
    /// <summary>Nobody.</summary>
    public static readonly Credentials Anonymous = new FixedCredentials(null, null);

    /// <summary>The certificate of the client, as of the last <see cref="HeaderAsync"/>.</summary>
    public virtual X509Certificate2? Certificate => null;

    /// <summary>The header of the next request; fetched anew where it is about to run out.</summary>
    /// <exception cref="KubeConfigException">It cannot be had.</exception>
    public abstract ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancel);

    /// <summary>Told that the server refused the last header; true where another one may be had.</summary>
    public virtual bool Renew() => false;
}
