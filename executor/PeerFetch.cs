using Spindle.Execution.Exchange;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Executor;

/// <summary>
/// Blocks on their way from one peer: a pump reads ahead, at most so many bytes, and a task's thread takes them in order.
/// </summary>
internal sealed class PeerFetch : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<WithPayload<BlockChunk>> queue = new();
    private readonly CancellationTokenSource stop;
    private readonly Task pump;
    private readonly long window;
    private readonly TimeSpan patience;
    private readonly TimeProvider time;
    private TaskCompletionSource? room;
    private Exception? failure;
    private long queued;
    private bool ended;
    private bool disposed;

    /// <param name="window">Bytes read ahead at most (one chunk more).</param>
    /// <param name="patience">How long the peer may send nothing while the task waits.</param>
    public PeerFetch(GrpcChannel channel, FetchRequest request, long window, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        this.window = window;
        this.patience = patience;
        this.time = time;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        pump = Task.Run(() => PumpAsync(channel, request));
    }

    /// <summary>The map task that the next chunk is of; -1 at the end. Waits for the peer.</summary>
    /// <exception cref="RpcException">The peer refuses, is gone, or is silent.</exception>
    public int NextMap(CancellationToken cancellation)
    {
        lock (gate)
        {
            var since = time.GetTimestamp();
            while (queue.Count == 0 && !ended)
            {
                cancellation.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(since) > patience)
                    throw new RpcException(StatusCode.DeadlineExceeded, $"nothing came for {patience.TotalSeconds} s");
                Monitor.Wait(gate, 100);
            }

            if (queue.Count > 0)
                return queue.Peek().Header.Map;
            return failure is null ? -1 : throw (failure as RpcException ?? new RpcException(StatusCode.Unknown, failure.Message, failure));
        }
    }

    /// <summary>The chunk that <see cref="NextMap"/> announced, as frames; the caller's.</summary>
    public BlockCursor Take()
    {
        WithPayload<BlockChunk> chunk;
        TaskCompletionSource? waiting = null;
        lock (gate)
        {
            chunk = queue.Dequeue();
            queued -= chunk.Payload.Length;
            if (queued <= window)
                (waiting, room) = (room, null);
        }

        waiting?.SetResult();
        using (chunk)
            return BlockCursor.Over(chunk.Payload.Buffer!.Retain(), chunk.Payload.Length);
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            while (queue.TryDequeue(out var chunk))
                chunk.Dispose();
            room?.TrySetResult();
        }

        stop.Cancel();
        _ = pump.ContinueWith(static (_, source) => ((CancellationTokenSource)source!).Dispose(), stop, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task PumpAsync(GrpcChannel channel, FetchRequest request)
    {
        Exception? end = null;
        try
        {
            using var call = channel.ServerStreaming(BlocksMethods.Fetch, request, new CallOptions { Cancellation = stop.Token });
            while (await call.MoveNextAsync(stop.Token).ConfigureAwait(false))
                if (Put(call.Current) is { } full)
                    await full.WaitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (Exception broken)
        {
            end = broken;
        }

        lock (gate)
        {
            failure = end;
            ended = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <returns>What to wait for before reading on; null to go on at once.</returns>
    private Task? Put(WithPayload<BlockChunk> chunk)
    {
        lock (gate)
        {
            if (disposed || chunk.Payload.Length == 0)
            {
                chunk.Dispose();
                return null;
            }

            queue.Enqueue(chunk);
            queued += chunk.Payload.Length;
            Monitor.PulseAll(gate);
            return queued <= window ? null : (room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
