using System.Threading.Channels;
using Spindle.Execution.Exchange;
using Spindle.Protos;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Executor;

/// <summary>The connection to the driver: what is said to it goes out in order, what it says is handed on.</summary>
internal sealed class DriverLink : IDisposable
{
    private readonly ExecutorContext executor;
    private readonly GrpcChannel channel;
    private readonly Channel<WithPayload<ExecutorMessage>> outgoing = Channel.CreateUnbounded<WithPayload<ExecutorMessage>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ClientCall<WithPayload<ExecutorMessage>, DriverMessage> call;
    private Task sending = Task.CompletedTask;

    public DriverLink(ExecutorContext executor)
    {
        this.executor = executor;
        channel = Open(executor);
        call = channel.Bidirectional(DriverMethods.Connect);
    }

    /// <summary>A channel to the driver, who has to show its certificate.</summary>
    public static GrpcChannel Open(ExecutorContext executor)
    {
        var settings = new GrpcChannelSettings { Budget = executor.Budget, Time = executor.Time, MaxMessageLength = executor.Options.MaxMessageLength };
        if (executor.Certificate is { } certificate)
            settings = settings with { Dial = new TlsDialer(certificate, PeerIdentity.Driver(executor.Application), executor.Time).DialAsync };
        return new GrpcChannel(executor.Options.Driver, settings);
    }

    /// <summary>Registers, then hands on what the driver says until it ends the conversation.</summary>
    /// <exception cref="RpcException">The connection broke, or the driver refuses.</exception>
    public async Task RunAsync(Register register, Action<DriverMessage> hear)
    {
        await call.WriteAsync(new(new ExecutorMessage { Register = register })).ConfigureAwait(false);
        sending = SendAsync();
        while (await call.MoveNextAsync().ConfigureAwait(false))
            hear(call.Current);
    }

    /// <summary>Says something as soon as the connection takes it; takes over the payload.</summary>
    public void Tell(WithPayload<ExecutorMessage> news)
    {
        if (!outgoing.Writer.TryWrite(news))
            news.Dispose();
    }

    /// <summary>Asks whether an attempt may commit; waits for the answer.</summary>
    /// <exception cref="CommitDeniedException">Another attempt may.</exception>
    public void Authorize(TaskId task, CancellationToken cancellation)
    {
        var request = new CommitRequest { Application = executor.Application, ExecutorId = executor.Id, Task = task };
        var reply = channel.UnaryAsync(DriverMethods.AuthorizeCommit, request, new CallOptions { Timeout = executor.Options.DriverTimeout, Cancellation = cancellation }).GetAwaiter().GetResult();
        if (!reply.Authorized)
            throw new CommitDeniedException(reply.Reason);
    }

    /// <summary>Hands a kept result over, batch by batch, and waits until the driver has it.</summary>
    /// <exception cref="RpcException">The driver does not take it.</exception>
    public void SendResult(TaskId task, MapOutput result, CancellationToken cancellation) => SendResultAsync(task, result, cancellation).GetAwaiter().GetResult();

    private async Task SendResultAsync(TaskId task, MapOutput result, CancellationToken cancellation)
    {
        using var put = channel.ClientStreaming(DriverMethods.PutResult, new CallOptions { Cancellation = cancellation });
        using var block = result.Open(result.FirstPartition);
        for (var frame = block?.Next() ?? default; !frame.IsEmpty; frame = block!.Next())
            await put.WriteAsync(new(new ResultChunk { Application = executor.Application, ExecutorId = executor.Id, Task = task }, Payload.Of(frame)), cancellation).ConfigureAwait(false);
        await put.CompleteAsync().ConfigureAwait(false);
        await put.ResponseAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until all that was said is on its way.</summary>
    public async Task FlushAsync(TimeSpan patience)
    {
        outgoing.Writer.TryComplete();
        try
        {
            await sending.WaitAsync(patience).ConfigureAwait(false);
            await call.CompleteAsync().AsTask().WaitAsync(patience).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is RpcException or TimeoutException or IOException or OperationCanceledException)
        {
            // The driver is gone: there is nobody to tell.
        }
    }

    public void Dispose()
    {
        outgoing.Writer.TryComplete();
        call.Dispose();
        channel.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var news in outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
                using (news)
                    await call.WriteAsync(news).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is RpcException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Reading tells of the end.
        }
    }
}
