using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Spindle.Client.Resources;

namespace Spindle.Client.Access;

/// <summary>Credentials from a plug-in, kept until shortly before they run out, and fetched anew when the server refuses them.</summary>
internal sealed class ExecCredentials(ExecPlugin plugin, TimeProvider time) : Credentials, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1, 1);
    private volatile Issued? last;

    public override X509Certificate2? Certificate => last?.Certificate;

    public override async ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancel)
    {
        if (last is { } known && !IsOld(known))
            return known.Header;
        // Many requests at once start the plug-in once.
        await one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (last is null || IsOld(last))
                last = Read(await plugin.RunAsync(time, cancel).ConfigureAwait(false));
            return last.Header;
        }
        finally
        {
            one.Release();
        }
    }

    public override bool Renew()
    {
        last = null;
        return true;
    }

    public void Dispose() => one.Dispose();

    private bool IsOld(Issued issued) => issued.Expires is { } end && time.GetUtcNow() >= end - Margin;

    private Issued Read(System.Text.Json.Nodes.JsonObject status)
    {
        var header = status.Text("token") is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        var certificate = (status.Text("clientCertificateData"), status.Text("clientKeyData")) is ({ Length: > 0 } pem, { Length: > 0 } key) ? UserCredentials.Certificate(pem, key, plugin.Command) : null;
        if (header is null && certificate is null)
            throw new KubeConfigException($"the exec plug-in {plugin.Command} gave neither a token nor a certificate");
        // A token that is given out with less life than the margin is used once, not fetched in a loop by one request.
        return new Issued(header, certificate, status.Instant("expirationTimestamp"));
    }

    private sealed record Issued(AuthenticationHeaderValue? Header, X509Certificate2? Certificate, DateTimeOffset? Expires);
}
