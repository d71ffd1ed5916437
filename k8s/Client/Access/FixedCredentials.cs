using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Spindle.Client.Access;

/// <summary>A header, a certificate, or both, that stay.</summary>
public sealed class FixedCredentials(AuthenticationHeaderValue? header, X509Certificate2? certificate) : Credentials
{
    /// <inheritdoc/>
    public override X509Certificate2? Certificate { get; } = certificate;

    /// <summary>A bearer token.</summary>
    public static FixedCredentials Token(string token) => new(new AuthenticationHeaderValue("Bearer", token), null);

    /// <inheritdoc/>
    public override ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancel) => new(header);
}
