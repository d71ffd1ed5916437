using System.Net.Http.Headers;

namespace Spindle.Client.Access;

/// <summary>A bearer token in a file that somebody else renews, such as the kubelet the token of a service account: read again every minute, and when the server refuses it.</summary>
public sealed class TokenFileCredentials(string path, TimeProvider time) : Credentials
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private volatile Reading? last;

    /// <inheritdoc/>
    public override async ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancel)
    {
        if (last is { } known && time.GetElapsedTime(known.At) < Fresh)
            return known.Header;
        try
        {
            var token = (await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false)).Trim();
            last = new Reading(new AuthenticationHeaderValue("Bearer", token), time.GetTimestamp());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A token that is being written anew is still good for a while: the file's old content serves until the server refuses it.
            if (last is null)
                throw new KubeConfigException($"the token file {path} cannot be read: {e.Message}", e);
        }

        return last!.Header;
    }

    /// <inheritdoc/>
    public override bool Renew()
    {
        last = null;
        return true;
    }

    private sealed record Reading(AuthenticationHeaderValue Header, long At);
}
