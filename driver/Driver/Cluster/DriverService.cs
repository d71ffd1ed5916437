using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Launch;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;

namespace Spindle.Driver.Cluster;

/// <summary>What executors call: translates, and posts.</summary>
internal sealed class DriverService(string application, ExecutorRegistry registry, ExecutorPool pool, CommitAnswers commits, ResultFetcher results, Action<DriverEvent> post, Action<HeartbeatRequest> beat, string version, TimeSpan exitNews, TimeProvider time)
{
    public GrpcService Build() => new GrpcService()
        .Bidirectional(DriverMethods.Connect, ConnectAsync)
        .Unary(DriverMethods.Heartbeat, HeartbeatAsync)
        .Unary(DriverMethods.AuthorizeCommit, CommitAsync)
        .ClientStreaming(DriverMethods.PutResult, (batches, context) => results.ReceiveAsync(batches, id => registry.Find(id), context.Cancellation));

    private async Task ConnectAsync(IMessageReader<WithPayload<ExecutorMessage>> from, IMessageWriter<DriverMessage> to, ServerCallContext context)
    {
        if (!await from.MoveNextAsync(context.Cancellation).ConfigureAwait(false) || from.Current.Header.Register is not { } register)
            throw new RpcException(StatusCode.InvalidArgument, "the first message has to register the executor");
        if (Refusal(register) is { } reason)
        {
            await to.WriteAsync(new DriverMessage { Refused = new Refused { Reason = reason } }, context.Cancellation).ConfigureAwait(false);
            return;
        }

        var address = new ExecutorAddress { ExecutorId = register.ExecutorId, Host = register.Host, BlockPort = register.BlockPort };
        var connection = new ExecutorConnection(registry.NextKey(register.ExecutorId), address, register.Pid);
        registry.Add(connection);
        pool.Connected(register.ExecutorId);
        connection.Send(new DriverMessage { Registered = new Registered() });
        post(new ExecutorRegistered(connection.Key, register.Node, register.Cores, register.Memory));
        using var standing = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var watching = EndWithProcessAsync(register.ExecutorId, standing);
        var sending = SendAsync(connection, to, standing.Token);
        var end = "the connection ended";
        var drained = false;
        try
        {
            // Who has drained has nothing more to say, and leaves when it hears that this was heard.
            while (!drained && await from.MoveNextAsync(standing.Token).ConfigureAwait(false))
            {
                drained = from.Current.Header.Drained is not null;
                await HearAsync(connection, from.Current).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (broken is RpcException or IOException or OperationCanceledException)
        {
            end = broken.Message;
        }
        finally
        {
            registry.Remove(connection);
            results.Forget(connection.Key);
            if (!drained)
                post(await LossAsync(connection, end).ConfigureAwait(false));
            await standing.CancelAsync().ConfigureAwait(false);
        }

        await sending.ConfigureAwait(false);
        await watching.ConfigureAwait(false);
    }

    private string? Refusal(Register register) =>
        register.Application != application ? $"this is the driver of {application}, not of {register.Application}"
        : register.EngineVersion != version ? $"the driver is of build {version}, the executor of {(register.EngineVersion.Length == 0 ? "one that does not say" : register.EngineVersion)}"
        : null;

    private static async Task SendAsync(ExecutorConnection connection, IMessageWriter<DriverMessage> to, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in connection.Outgoing.ReadAllAsync(cancellation).ConfigureAwait(false))
                await to.WriteAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is RpcException or IOException or OperationCanceledException)
        {
            // Reading tells of the end.
        }
    }

    private async Task HearAsync(ExecutorConnection connection, WithPayload<ExecutorMessage> message)
    {
        connection.Leaves |= message.Header.Draining is not null;
        if (message.Header.BlocksLost is { } lost)
        {
            foreach (var news in ExecutorNews.Lost(connection.Key, lost))
                post(news);
        }
        else if (message.Header.BlocksMoved is { } moved)
        {
            if ((moved.ExecutorId == FallbackStorage.Holder ? ExecutorKey.Fallback : registry.Find(moved.ExecutorId)?.Key) is { } to)
                foreach (var news in ExecutorNews.Moved(connection.Key, to, moved))
                    post(news);
        }
        else if (message.Header.TaskFinished is { OutcomeCase: TaskFinished.OutcomeOneofCase.ResultBlock } finished)
        {
            // Fetched aside, so that the executor's other news need not wait.
            _ = results.FetchAsync(connection, finished);
        }
        else if (ExecutorNews.Translate(connection.Key, message.Header, message.Payload) is { } news)
        {
            post(news);
        }
        else
        {
            message.Dispose();
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Ends a connection that stands though its process has ended, as behind a proxy that drops packets; what is still on its way gets a moment.</summary>
    private async Task EndWithProcessAsync(string executor, CancellationTokenSource standing)
    {
        try
        {
            await pool.ExitOf(executor).WaitAsync(standing.Token).ConfigureAwait(false);
            await Task.Delay(exitNews, time, standing.Token).ConfigureAwait(false);
            await standing.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>A broken connection is often the first sign of a process that ended: its exit says why, and comes within moments.</summary>
    private async Task<ExecutorLost> LossAsync(ExecutorConnection connection, string end)
    {
        try
        {
            var exit = await pool.ExitOf(connection.Key.Id).WaitAsync(exitNews, time).ConfigureAwait(false);
            // One that was killed while the application was about to end was lost all the same.
            if (pool.HasEnded && exit is { Signal: null, PlatformReason: null })
                return Ended(connection);
            var reason = exit.OutOfMemory ? LossReason.OutOfMemory
                : exit.Evicted ? LossReason.Evicted
                // Who was about to leave and ended in order has drained, whether that could still be read or not. Of any other the task that ran may have ended the process.
                : exit.ExitCode == 0 && connection.Leaves ? LossReason.Drained
                : LossReason.Crashed;
            return new ExecutorLost(connection.Key, reason, exit.Explanation);
        }
        catch (TimeoutException)
        {
            return pool.HasEnded ? Ended(connection) : new ExecutorLost(connection.Key, LossReason.Disconnected, end);
        }
    }

    private static ExecutorLost Ended(ExecutorConnection connection) => new(connection.Key, LossReason.ApplicationEnded, "the application ended");

    private Task<HeartbeatReply> HeartbeatAsync(HeartbeatRequest request, ServerCallContext context)
    {
        var connection = request.Application == application ? registry.Find(request.ExecutorId) : null;
        if (connection is not null)
        {
            post(new ExecutorHeartbeat(connection.Key));
            beat(request);
        }

        // One that has not registered yet is not lost: its heartbeat overtook its registration.
        return Task.FromResult(new HeartbeatReply { Known = connection is not null || (request.Application == application && !registry.HasSeen(request.ExecutorId)) });
    }

    private async Task<CommitReply> CommitAsync(CommitRequest request, ServerCallContext context)
    {
        if (request.Application != application || registry.Find(request.ExecutorId) is not { } connection)
            return new CommitReply { Authorized = false, Reason = "the executor is not known" };
        var authorised = await commits.AskAsync(connection.Key, ExecutorNews.Attempt(request.Task), context.Cancellation).ConfigureAwait(false);
        return new CommitReply { Authorized = authorised, Reason = authorised ? "" : "another attempt commits" };
    }
}
