using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Spindle.Wire.Grpc.Messages;
using Spindle.Wire.Grpc.Server.Connections;

namespace Spindle.Wire.Grpc.Server;

/// <summary>One call, from its headers to its status.</summary>
internal sealed class ServerCall(IFeatureCollection features, GrpcServerSettings settings, CancellationToken stopping)
{
    private readonly IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
    private readonly IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly CancellationToken aborted = features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
    private MessageInput? input;
    private MessageOutput? output;
    private ServerCallContext? context;
    private bool started;

    public MessageInput Input => input!;

    public MessageOutput Output => output!;

    /// <summary>Whether the client compressed its requests and takes compressed responses.</summary>
    public bool Compress { get; private set; }

    public async Task RunAsync(IReadOnlyDictionary<string, MethodHandler> handlers)
    {
        var headers = request.Headers;
        if (!headers.ContentType.ToString().StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (request.Method != "POST")
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        response.Headers.ContentType = "application/grpc";
        response.Headers["grpc-accept-encoding"] = MessageCompression.Accepted;
        TimeSpan? timeout = null;
        if (headers.TryGetValue("grpc-timeout", out var text))
        {
            if (!HeaderText.TryTimeout(text.ToString(), out var given))
            {
                Finish(new Status(StatusCode.Internal, $"'{text}' is no timeout"), null);
                return;
            }

            timeout = given;
        }

        var encoding = headers["grpc-encoding"].ToString();
        if (encoding.Length > 0 && !MessageCompression.IsKnown(encoding))
        {
            Finish(new Status(StatusCode.Unimplemented, $"messages compressed with '{encoding}' are not taken"), null);
            return;
        }

        if (!handlers.TryGetValue(request.Path, out var handler))
        {
            Finish(new Status(StatusCode.Unimplemented, $"there is no method {request.Path}"), null);
            return;
        }

        Compress = encoding == MessageCompression.Gzip && MessageCompression.Accepts(headers["grpc-accept-encoding"], MessageCompression.Gzip);
        if (Compress)
            response.Headers["grpc-encoding"] = MessageCompression.Gzip;
        using var received = new MessageInput(request.Body, settings.MaxMessageLength, encoding == MessageCompression.Gzip ? encoding : null, settings.Budget);
        using var sent = new PipeMessageOutput(this, body.Writer, settings.MaxMessageLength);
        (input, output) = (received, sent);
        await RunAsync(handler, timeout).ConfigureAwait(false);
    }

    /// <summary>Sends the response's headers, once; called in the output's turn.</summary>
    public ValueTask StartResponseAsync()
    {
        if (started)
            return ValueTask.CompletedTask;
        started = true;
        foreach (var entry in context!.ResponseHeaders)
            response.Headers.Append(entry.Name, entry.HeaderValue);
        return new ValueTask(body.StartAsync(aborted));
    }

    private async Task RunAsync(MethodHandler handler, TimeSpan? timeout)
    {
        using var deadline = timeout is { } limit ? new CancellationTokenSource(limit <= LongestTimer ? limit : LongestTimer, settings.Time) : null;
        using var either = deadline is null ? null : CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        context = new ServerCallContext(request.Path, Metadata(request.Headers), Peer(), features.Get<IPeerIdentityFeature>()?.Identity, timeout, either?.Token ?? aborted, stopping);
        // A handler may take long to notice its deadline: the client gets its answer in time all the same.
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = deadline?.Token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), passed);
        var running = handler.RunAsync(this, context);
        if (deadline is not null)
            await Task.WhenAny(running, passed.Task).ConfigureAwait(false);
        if (running.IsCompleted || deadline is null)
        {
            var (status, trailers) = await OutcomeAsync(running, deadline).ConfigureAwait(false);
            await Output.CloseAsync().ConfigureAwait(false);
            Finish(status, trailers);
            return;
        }

        await Output.CloseAsync().ConfigureAwait(false);
        Finish(new Status(StatusCode.DeadlineExceeded, "the call did not end before its deadline"), null);
        await body.CompleteAsync().ConfigureAwait(false);
        await OutcomeAsync(running, deadline).ConfigureAwait(false);
    }

    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private async Task<(Status Status, Metadata? Trailers)> OutcomeAsync(Task running, CancellationTokenSource? deadline)
    {
        try
        {
            await running.ConfigureAwait(false);
            return (Status.OK, context!.Trailers);
        }
        catch (RpcException exception)
        {
            return (exception.Status, exception.Trailers);
        }
        catch (Exception exception) when (deadline?.IsCancellationRequested == true && exception is OperationCanceledException or IOException)
        {
            return (new Status(StatusCode.DeadlineExceeded, "the call did not end before its deadline"), null);
        }
        catch (Exception exception) when (aborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            return (new Status(StatusCode.Cancelled, "the client cancelled the call"), null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (new Status(StatusCode.Unavailable, "the server is stopping"), null);
        }
        catch (Exception exception)
        {
            settings.HandlerFailed?.Invoke(request.Path, exception);
            return ServerErrors.Map(exception);
        }
    }

    /// <summary>Says how the call ended: with the headers where there was no message, else after the messages.</summary>
    private void Finish(Status status, Metadata? trailers)
    {
        if (aborted.IsCancellationRequested)
            return;
        IHeaderDictionary place;
        if (!started && !status.IsOK)
        {
            started = true;
            foreach (var entry in context?.ResponseHeaders ?? [])
                response.Headers.Append(entry.Name, entry.HeaderValue);
            place = response.Headers;
        }
        else
        {
            foreach (var entry in started ? [] : context!.ResponseHeaders)
                response.Headers.Append(entry.Name, entry.HeaderValue);
            place = features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        }

        place["grpc-status"] = ((int)status.Code).ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Message))
            place["grpc-message"] = HeaderText.Escape(status.Message);
        if (!status.Details.IsEmpty)
            place["grpc-status-details-bin"] = Convert.ToBase64String(status.Details.Span).TrimEnd('=');
        foreach (var entry in trailers ?? [])
            place.Append(entry.Name, entry.HeaderValue);
    }

    private static Metadata Metadata(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
            foreach (var value in values)
                metadata.AddReceived(name, value ?? "");
        return metadata;
    }

    private IPEndPoint? Peer() =>
        features.Get<IHttpConnectionFeature>() is { RemoteIpAddress: { } address } connection ? new IPEndPoint(address, connection.RemotePort) : null;
}
