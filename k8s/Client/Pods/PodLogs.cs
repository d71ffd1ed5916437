using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Spindle.Client.Kinds;
using Spindle.Client.Requests;
using Spindle.Client.Resources;
using Spindle.Client.Watching;

namespace Spindle.Client.Pods;

/// <summary>What containers print.</summary>
public static class PodLogs
{
    private const int LongestLine = 1 << 20;

    /// <summary>
    /// The lines of a container's log. With <see cref="LogOptions.Follow"/> it ends with the container, or with the connection, which cannot be told apart: the pod's state tells.
    /// </summary>
    /// <exception cref="ApiException">There is no such pod, or its container has not started yet.</exception>
    public static async IAsyncEnumerable<string> LogAsync(this ResourceClient<Pod> pods, string name, LogOptions? options = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        options ??= new LogOptions();
        var query = Query.None.Add("container", options.Container).Add("follow", options.Follow ? "true" : null).Add("tailLines", options.Tail).Add("previous", options.Previous ? "true" : null)
            .Add("timestamps", options.Timestamps ? "true" : null).Add("sinceTime", options.Since?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        using var response = await pods.Transport.OpenAsync(ApiRequest.Get(pods.Kind.Path(pods.Namespace, name, "log"), query), cancel).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var lines = new LineReader(body, LongestLine);
        while (await NextAsync(lines, cancel).ConfigureAwait(false) is { } line)
            yield return Encoding.UTF8.GetString(line.Span);
    }

    private static async Task<ReadOnlyMemory<byte>?> NextAsync(LineReader lines, CancellationToken cancel)
    {
        try
        {
            return await lines.ReadAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
