using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spindle.Client.Access;
using Spindle.Client.Resources;

namespace Spindle.Client.Requests;

/// <summary>Sends requests: waits for their turn, names the caller, reads the answer whole, and tries again where <see cref="RetryPolicy"/> says so.</summary>
internal sealed class Transport : IDisposable
{
    private readonly ApiEndpoint endpoint;
    private readonly HttpClient http;
    private readonly RequestBudget budget;
    private readonly Lock chance = new();
    private long requests;

    public Transport(ApiEndpoint endpoint, ApiClientOptions options)
    {
        this.endpoint = endpoint;
        Options = options;
        budget = new RequestBudget(options.Time, options.RequestsPerSecond, options.Burst);
        http = new HttpClient(Connections.For(endpoint, options.ConnectTimeout)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public ApiClientOptions Options { get; }

    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Sends a request and reads the object that answers it.</summary>
    public Task<JsonObject> ReadAsync(ApiRequest request, CancellationToken cancel) => RetryAsync(request, ReadOnceAsync, cancel);

    /// <summary>Sends a request whose answer goes on after its beginning: a watch, a log. Retried until it begins.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancel) => RetryAsync(request, OpenOnceAsync, cancel);

    public double Chance()
    {
        lock (chance)
            return Options.Random.NextDouble();
    }

    public void Dispose() => http.Dispose();

    private async Task<TAnswer> RetryAsync<TAnswer>(ApiRequest request, Func<ApiRequest, CancellationToken, Task<(TAnswer? Answer, Outcome? Failure)>> attempt, CancellationToken cancel)
        where TAnswer : class
    {
        var started = Options.Time.GetTimestamp();
        var (lost, renewed) = (false, false);
        for (var attempts = 1; ; attempts++)
        {
            await budget.TakeAsync(cancel).ConfigureAwait(false);
            Interlocked.Increment(ref requests);
            var (answer, failure) = await attempt(request, cancel).ConfigureAwait(false);
            if (failure is null)
                return answer!;
            lost |= failure is Outcome.Lost or Outcome.Refused { Error.Code: >= 500 };
            if (failure is Outcome.Refused { Error.IsUnauthorized: true } && !renewed && endpoint.Credentials.Renew())
            {
                // Credentials that have just run out: the server has done nothing yet.
                renewed = true;
                continue;
            }

            var pause = Options.Retry.PauseAfter(request, failure, attempts, Options.Time.GetElapsedTime(started), Chance());
            if (pause is null)
                throw Final(request, failure, attempts, lost);
            await Task.Delay(pause.Value, Options.Time, cancel).ConfigureAwait(false);
        }
    }

    private async Task<(JsonObject?, Outcome?)> ReadOnceAsync(ApiRequest request, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(Options.AttemptTimeout, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            using var response = await SendAsync(request, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return (null, new Outcome.Refused(await RefusalAsync(request, response, either.Token).ConfigureAwait(false)));
            await using var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            return (await JsonNode.ParseAsync(body, cancellationToken: either.Token).ConfigureAwait(false) as JsonObject ?? [], null);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && FailureOf(e) is { } failure)
        {
            return (null, failure);
        }
    }

    private async Task<(HttpResponseMessage?, Outcome?)> OpenOnceAsync(ApiRequest request, CancellationToken cancel)
    {
        // The answer is read under the caller's token; only its beginning is awaited under the deadline.
        using var deadline = new CancellationTokenSource(Options.AttemptTimeout, Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var response = await SendAsync(request, either.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return (response, null);
            using (response)
                return (null, new Outcome.Refused(await RefusalAsync(request, response, either.Token).ConfigureAwait(false)));
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && FailureOf(e) is { } failure)
        {
            return (null, failure);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(endpoint.Server, request.Path.TrimStart('/') + request.Query.Text));
        message.Version = HttpVersion.Version20;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        message.Headers.UserAgent.ParseAdd(Options.Agent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.Authorization = await endpoint.Credentials.HeaderAsync(cancel).ConfigureAwait(false);
        if (endpoint.ServerName is { } name)
            message.Headers.Host = name;
        if (request.Body is { } body)
            message.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, request.Media);
        return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
    }

    private async Task<ApiException> RefusalAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
        var status = ApiStatus.Read(text);
        return new ApiException(request.Call, (int)response.StatusCode, status, RetryAfter(response, status));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response, JsonObject status)
    {
        var header = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - Options.Time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return header ?? (status.Object("details").Integer("retryAfterSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static Outcome? FailureOf(Exception e) => e switch
    {
        // A certificate that is not trusted, or that the server does not take, is not mended by time.
        HttpRequestException { InnerException: AuthenticationException } => null,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => new Outcome.NotSent(e),
        HttpRequestException or IOException or JsonException => new Outcome.Lost(e),
        OperationCanceledException => new Outcome.Lost(new TimeoutException("the answer did not come in time", e)),
        _ => null,
    };

    private static Exception Final(ApiRequest request, Outcome failure, int attempts, bool lost) => failure switch
    {
        Outcome.Refused { Error: var error } => lost && error.Code < 500 ? new ApiException(error.Call, error.Code, error.Status, error.RetryAfter) { AfterLostAnswer = true } : error,
        Outcome.NotSent { Error: var error } => new ApiUnreachableException(request.Call, attempts, lost, error),
        Outcome.Lost { Error: var error } => new ApiUnreachableException(request.Call, attempts, lost, error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
