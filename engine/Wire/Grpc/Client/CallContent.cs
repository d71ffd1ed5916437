using System.Net;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc.Client;

/// <summary>The body of a call's request: one message, or as many as are written until it is completed.</summary>
internal sealed class CallContent<T> : HttpContent
{
    private readonly Marshaller<T> marshaller;
    private readonly bool compress;
    private readonly int limit;
    private readonly TaskCompletionSource<MessageOutput>? opened;
    private readonly TaskCompletionSource? completed;
    private T single = default!;

    /// <summary>One message.</summary>
    public CallContent(Marshaller<T> marshaller, T single, bool compress, int limit)
        : this(limit)
    {
        this.marshaller = marshaller;
        this.single = single;
        this.compress = compress;
    }

    /// <summary>A stream of messages.</summary>
    public CallContent(Marshaller<T> marshaller, bool compress, int limit)
        : this(limit)
    {
        this.marshaller = marshaller;
        this.compress = compress;
        opened = new TaskCompletionSource<MessageOutput>(TaskCreationOptions.RunContinuationsAsynchronously);
        completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private CallContent(int limit)
    {
        this.limit = limit;
        marshaller = null!;
        Headers.TryAddWithoutValidation("content-type", "application/grpc");
    }

    /// <summary>Where messages are written, once the request has gone out.</summary>
    public Task<MessageOutput> OutputAsync() => opened!.Task;

    /// <summary>Ends the body after the writes under way; fails where the request never went out, also when that is known already.</summary>
    public async ValueTask CompleteAsync()
    {
        if (opened is null)
            return;
        var output = await opened.Task.ConfigureAwait(false);
        if (completed!.Task.IsCompleted)
            return;
        try
        {
            await output.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            completed.TrySetResult();
        }
    }

    /// <summary>Lets go of who writes or waits to write: the call has ended.</summary>
    public void Abandon(Exception? cause)
    {
        if (opened is null)
            return;
        if (opened.TrySetException(cause ?? new IOException("the call has ended")))
            _ = opened.Task.Exception;
        completed!.TrySetResult();
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var output = new StreamMessageOutput(stream, limit);
        if (opened is null)
        {
            await output.WriteAsync(marshaller, single, compress, true, cancellationToken).ConfigureAwait(false);
            single = default!;
            return;
        }

        // The headers have to leave before the first message: the server's first answer may come before it.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        opened.TrySetResult(output);
        await completed!.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        await output.CloseAsync().ConfigureAwait(false);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
