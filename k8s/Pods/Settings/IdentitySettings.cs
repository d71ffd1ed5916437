using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spindle.Client.Access;

namespace Spindle.Pods.Settings;

/// <summary>Who a client of the API server is, and whom it trusts, where settings say so instead of a kubeconfig.</summary>
public sealed record IdentitySettings
{
    /// <summary>The last parts of Spark's names.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["oauthToken", "oauthTokenFile", "caCertFile", "clientKeyFile", "clientCertFile"];

    public string? Token { get; init; }

    public string? TokenFile { get; init; }

    /// <summary>PEM of the authorities that sign the server's certificate.</summary>
    public string? AuthorityFile { get; init; }

    public string? KeyFile { get; init; }

    public string? CertificateFile { get; init; }

    /// <summary>Any certificate of the server will do.</summary>
    public bool TrustsAnyServer { get; init; }

    /// <param name="prefix">Of Spark's names.</param>
    internal static IdentitySettings Read(SettingReader settings, string prefix) => new()
    {
        Token = settings.Text(prefix + Names[0]),
        TokenFile = settings.Text(prefix + Names[1]),
        AuthorityFile = settings.Text(prefix + Names[2]),
        KeyFile = settings.Text(prefix + Names[3]),
        CertificateFile = settings.Text(prefix + Names[4]),
        TrustsAnyServer = settings.Flag("kubernetes.trust.certificates", false),
    };

    /// <summary>The endpoint as these settings have it; what they do not say stays.</summary>
    /// <exception cref="KubeConfigException">A file cannot be used.</exception>
    public ApiEndpoint Over(ApiEndpoint endpoint, TimeProvider time)
    {
        try
        {
            if (AuthorityFile is not null)
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPemFile(AuthorityFile);
                endpoint = endpoint with { Authorities = authorities };
            }

            var certificate = (CertificateFile, KeyFile) switch
            {
                (null, null) => null,
                ({ } of, { } key) => X509Certificate2.CreateFromPemFile(of, key),
                _ => throw new KubeConfigException("a client certificate and its key go together: give both clientCertFile and clientKeyFile"),
            };
            if (TokenFile is not null)
                endpoint = endpoint with { Credentials = new TokenFileCredentials(TokenFile, time) };
            else if (Token is not null || certificate is not null)
                endpoint = endpoint with { Credentials = new FixedCredentials(Token is null ? null : new("Bearer", Token), certificate) };
            return TrustsAnyServer ? endpoint with { TrustsAnyServer = true } : endpoint;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"the files of spark.kubernetes.authenticate.* cannot be used: {unusable.Message}", unusable);
        }
    }

    /// <summary>Without what nobody is to read.</summary>
    public override string ToString() => nameof(IdentitySettings);
}
