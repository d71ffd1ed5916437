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

/// <summary>Fetches results that were too large to come with the news of their task's end. Until they are here the task is not done, so that a loss on the way is its failure.</summary>
internal sealed class ResultFetcher(string application, MemoryBudget budget, Dial? dial, Action<DriverEvent> post) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new(StringComparer.Ordinal);

    public async Task FetchAsync(ExecutorConnection from, TaskFinished finished)
    {
        var attempt = ExecutorNews.Attempt(finished.Task);
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

            var rows = new ResultRows(Payload.Concat(parts), [.. lengths]);
            post(new TaskSucceeded(from.Key, attempt, new DataOutcome(rows, rows.Bytes.Length, ExecutorNews.Figures(finished.Metrics)) { Totals = ExecutorNews.Totals(finished) }));
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
    }

    private GrpcChannel Channel(ExecutorAddress address) => channels.GetOrAdd(address.ExecutorId, _ =>
    {
        EndPoint end = IPAddress.TryParse(address.Host, out var ip) ? new IPEndPoint(ip, address.BlockPort) : new DnsEndPoint(address.Host, address.BlockPort);
        var settings = new GrpcChannelSettings { Budget = budget };
        return new GrpcChannel(end, dial is null ? settings : settings with { Dial = dial });
    });
}
