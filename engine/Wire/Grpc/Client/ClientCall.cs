using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc.Client;

/// <summary>
/// A call under way. Reading it to its end gives its status; disposing it before ends it, here and at the server.
/// </summary>
public sealed class ClientCall<TRequest, TResponse> : IMessageReader<TResponse>, IMessageWriter<TRequest>, IDisposable
{
    private readonly Method<TRequest, TResponse> method;
    private readonly CallOptions options;
    private readonly GrpcChannel channel;
    private readonly GrpcChannelSettings settings;
    private readonly CancellationTokenSource? deadline;
    private readonly CancellationTokenSource ending;
    private readonly HttpRequestMessage request;
    private readonly CallContent<TRequest> content;
    private readonly Task<HttpResponseMessage> response;
    private MessageInput? input;
    private Status? status;
    private TResponse? current;

    internal ClientCall(GrpcChannel channel, HttpMessageInvoker invoker, Uri address, Method<TRequest, TResponse> method, CallOptions options, TRequest first)
    {
        this.method = method;
        this.options = options;
        this.channel = channel;
        settings = channel.Settings;
        if (options.Timeout is { } timeout)
        {
            deadline = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero, settings.Time);
            ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, options.Cancellation);
        }
        else
        {
            ending = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
        }

        content = method.Kind is MethodKind.Unary or MethodKind.ServerStreaming
            ? new CallContent<TRequest>(method.Requests, first, options.Compress, settings.MaxMessageLength)
            : new CallContent<TRequest>(method.Requests, options.Compress, settings.MaxMessageLength);
        request = ClientHeaders.Request(address, content, options);
        response = SendAsync(invoker);
    }

    /// <inheritdoc/>
    public TResponse Current => current!;

    /// <summary>What came with the status; empty before the end.</summary>
    public Metadata Trailers { get; private set; } = new();

    /// <summary>Waits for the server's first sign and gives the metadata that came with it.</summary>
    /// <exception cref="RpcException">The call ended before.</exception>
    public async Task<Metadata> HeadersAsync()
    {
        try
        {
            return ClientHeaders.Metadata((await response.ConfigureAwait(false)).Headers);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Failed(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellation = default)
    {
        if (status is { } ended)
            return ended.IsOK ? false : throw new RpcException(ended, Trailers);
        try
        {
            input ??= await OpenAsync().ConfigureAwait(false);
            if (status is null)
            {
                var received = await ReadAsync(input, cancellation).ConfigureAwait(false);
                if (received.HasMessage)
                {
                    current = received.Message;
                    return true;
                }

                var message = await response.ConfigureAwait(false);
                End(ClientHeaders.Status(message.TrailingHeaders) ?? new Status(StatusCode.Unknown, "the server ended the call without a status"), ClientHeaders.Metadata(message.TrailingHeaders));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested || ending.IsCancellationRequested)
        {
            throw Failed(exception);
        }

        return status!.Value.IsOK ? false : throw new RpcException(status.Value, Trailers);
    }

    /// <summary>Waits for the one response of a call that has one.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    public async Task<TResponse> ResponseAsync()
    {
        if (!await MoveNextAsync().ConfigureAwait(false))
            throw new RpcException(StatusCode.Internal, $"{method} ended well and without its response");
        var answer = Current;
        try
        {
            if (await MoveNextAsync().ConfigureAwait(false))
                throw new RpcException(StatusCode.Internal, $"{method} gave more than one response");
            return answer;
        }
        catch
        {
            (answer as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(TRequest message, CancellationToken cancellation = default)
    {
        // A call that has ended takes nothing, whether the stream of its request has noticed or not.
        if (status is { } ended)
            throw Ended(ended);
        try
        {
            var output = await content.OutputAsync().ConfigureAwait(false);
            await output.WriteAsync(method.Requests, message, options.Compress, false, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when ((status is not null || exception is not RpcException) && !(exception is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            throw await WriteFailedAsync(exception).ConfigureAwait(false);
        }
    }

    /// <summary>Says that no request follows.</summary>
    /// <exception cref="RpcException">The call has ended, or never got through.</exception>
    public async ValueTask CompleteAsync()
    {
        try
        {
            await content.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (status is not null || exception is not RpcException)
        {
            throw await WriteFailedAsync(exception).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the call where it has not ended.</summary>
    public void Dispose()
    {
        if (status is null)
            ending.Cancel();
        content.Abandon(null);
        Release();
        ending.Dispose();
        deadline?.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker)
    {
        try
        {
            return await invoker.SendAsync(request, ending.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            content.Abandon(exception);
            throw;
        }
    }

    private async ValueTask<MessageInput> OpenAsync()
    {
        var message = await response.ConfigureAwait(false);
        // A call that is cancelled while nobody reads or writes has to reach the server all the same.
        ending.Token.UnsafeRegister(static state => ((HttpResponseMessage)state!).Dispose(), message);
        if (ClientHeaders.Refusal(message) is { } refused)
            End(refused, ClientHeaders.Metadata(message.Headers));
        var stream = await message.Content.ReadAsStreamAsync(ending.Token).ConfigureAwait(false);
        return new MessageInput(stream, settings.MaxMessageLength, ClientHeaders.Encoding(message), settings.Budget);
    }

    private async ValueTask<Received<TResponse>> ReadAsync(MessageInput source, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
            return await source.NextAsync(method.Responses, ending.Token).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, ending.Token);
        return await source.NextAsync(method.Responses, either.Token).ConfigureAwait(false);
    }

    private void End(Status final, Metadata trailers)
    {
        Trailers = trailers;
        status ??= final;
        content.Abandon(null);
    }

    private RpcException Failed(Exception exception)
    {
        var mapped = ClientErrors.Map(exception, channel.Refusal, deadline?.IsCancellationRequested == true, ending.IsCancellationRequested);
        End(mapped.Status, mapped.Trailers);
        Cancel();
        Release();
        return mapped;
    }

    // A failed write often means that the server has answered already: its status says more than the write's failure.
    private async ValueTask<RpcException> WriteFailedAsync(Exception exception)
    {
        if (status is { } ended)
            return Ended(ended);
        if (response.IsCompletedSuccessfully && ClientHeaders.Refusal(await response.ConfigureAwait(false)) is { } refused)
            return new RpcException(refused, ClientHeaders.Metadata((await response.ConfigureAwait(false)).Headers));
        return ClientErrors.Map(exception, channel.Refusal, deadline?.IsCancellationRequested == true, ending.IsCancellationRequested);
    }

    private void Cancel()
    {
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Whoever disposed of the call while it was read has cancelled it.
        }
    }

    private RpcException Ended(Status ended) => new(ended.IsOK ? new Status(StatusCode.FailedPrecondition, "the call has ended") : ended, Trailers);

    private void Release()
    {
        input?.Dispose();
        if (response.IsCompletedSuccessfully)
            response.Result.Dispose();
        else
            response.ContinueWith(static sent => _ = sent.IsCompletedSuccessfully ? Gone(sent.Result) : sent.Exception, TaskScheduler.Default);
        request.Dispose();
    }

    private static Exception? Gone(HttpResponseMessage late)
    {
        late.Dispose();
        return null;
    }
}
