using System.Collections.Concurrent;
using System.Net;
using Spindle.Columnar.Memory;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;
using FailureKind = Spindle.Driver.Events.FailureKind;
using TaskFailed = Spindle.Driver.Events.TaskFailed;

namespace Spindle.Driver.Cluster;

/// <summary>
/// Fetches results that were too large to come with the news of their task's end, or has taken them from executors that it cannot dial. Until they are here the task is not done, so that a loss
/// on the way is its failure.
/// </summary>
internal sealed class ResultFetcher(string application, MemoryBudget budget, Dial? dial, Action<DriverEvent> post) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(ExecutorKey Executor, AttemptId Attempt), ResultRows> arrived = new();
    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new(StringComparer.Ordinal);

    /// <summary>Takes a result from the executor that has it, before the news of its task's end.</summary>
    /// <exception cref="RpcException">The executor is not known, or the result is cut short.</exception>
    public async Task<PutResultReply> ReceiveAsync(IMessageReader<WithPayload<ResultChunk>> batches, Func<string, ExecutorConnection?> find, CancellationToken cancellation)
    {
        var parts = new List<Payload>();
        ResultChunk? head = null;
        try
        {
            while (await batches.MoveNextAsync(cancellation).ConfigureAwait(false))
            {
                parts.Add(batches.Current.Payload);
                head ??= batches.Current.Header;
            }

            if (head is null)
                throw new RpcException(StatusCode.InvalidArgument, "a result has a batch at least");
            if (head.Application != application || find(head.ExecutorId) is not { } from)
                throw new RpcException(StatusCode.FailedPrecondition, "the executor is not known");
            var lengths = parts.ConvertAll(p => (long)p.Length);
            var rows = new ResultRows(Payload.Concat(parts), [.. lengths]);
            parts.Clear();
            // One that is sent twice is the same.
            if (!arrived.TryAdd((from.Key, ExecutorNews.Attempt(head.Task)), rows))
                rows.Dispose();
            return new PutResultReply();
        }
        finally
        {
            parts.ForEach(p => p.Dispose());
        }
    }

    /// <summary>Gives back what an executor that is gone had sent and not told of.</summary>
    public void Forget(ExecutorKey executor)
    {
        foreach (var key in arrived.Keys.Where(k => k.Executor == executor))
            if (arrived.TryRemove(key, out var rows))
                rows.Dispose();
    }

    public async Task FetchAsync(ExecutorConnection from, TaskFinished finished)
    {
        var attempt = ExecutorNews.Attempt(finished.Task);
        if (arrived.TryRemove((from.Key, attempt), out var sent))
        {
            Succeed(from, attempt, finished, sent);
            return;
        }

        var parts = new List<Payload>();
        var lengths = new List<long>();
        try
        {
            var request = new FetchResultRequest { Application = application, ExecutorId = from.Key.Id, Task = finished.Task };
            using var call = Channel(from.Address).ServerStreaming(BlocksMethods.FetchResult, request, new CallOptions { Timeout = Deadline });
            while (await call.MoveNextAsync().ConfigureAwait(false))
            {
                var chunk = call.Current;
                parts.Add(chunk.Payload);
                // A batch may come in several chunks: the offset says where one begins.
                if (chunk.Header.Offset == 0)
                    lengths.Add(chunk.Header.Length);
            }

            Succeed(from, attempt, finished, new ResultRows(Payload.Concat(parts), [.. lengths]));
        }
        catch (Exception failure) when (failure is RpcException or IOException or OverflowException)
        {
            parts.ForEach(p => p.Dispose());
            post(new TaskFailed(from.Key, attempt, new TaskFailure(FailureKind.Error, new JobError("SPINDLE_RESULT_LOST", "58000", $"the result could not be fetched from executor {from.Key.Id}: {failure.Message}"))));
        }
    }

    public void Dispose()
    {
        foreach (var channel in channels.Values)
            channel.Dispose();
        foreach (var rows in arrived.Values)
            rows.Dispose();
    }

    private void Succeed(ExecutorConnection from, AttemptId attempt, TaskFinished finished, ResultRows rows) =>
        post(new TaskSucceeded(from.Key, attempt, new DataOutcome(rows, rows.Bytes.Length, ExecutorNews.Figures(finished.Metrics)) { Totals = ExecutorNews.Totals(finished) }));

    private GrpcChannel Channel(ExecutorAddress address) => channels.GetOrAdd(address.ExecutorId, _ =>
    {
        EndPoint end = IPAddress.TryParse(address.Host, out var ip) ? new IPEndPoint(ip, address.BlockPort) : new DnsEndPoint(address.Host, address.BlockPort);
        var settings = new GrpcChannelSettings { Budget = budget };
        return new GrpcChannel(end, dial is null ? settings : settings with { Dial = dial });
    });
}
