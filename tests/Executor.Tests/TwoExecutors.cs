using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Launch;
using Spindle.Plans.Expressions;
using Spindle.Plans.Stages;
using Spindle.Protos;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Plans;

namespace Spindle.Executor.Tests;

/// <summary>Two executors in one process, without a driver: the first reads, the second serves.</summary>
internal sealed class TwoExecutors : IAsyncDisposable
{
    public const int Partitions = 3;
    public static readonly StructType Schema = new([new Field("v", DataType.Long, false)]);

    private readonly string folder = Path.Combine(Path.GetTempPath(), "spindle-tests-" + Guid.NewGuid().ToString("N"));

    private TwoExecutors()
    {
        (Here, There) = (Context("1"), Context("2"));
        Outputs = new StageOutputs { Stage = new StageId { Query = 7, Stage = 1 }, Epoch = 1 };
    }

    public ExecutorContext Here { get; }

    public ExecutorContext There { get; }

    public GrpcServer? Server { get; private set; }

    /// <summary>Where the maps lie: even ones here, odd ones there.</summary>
    public StageOutputs Outputs { get; }

    public static async Task<TwoExecutors> StartAsync(int maps)
    {
        var both = new TwoExecutors();
        both.Server = await GrpcServer.StartAsync(new GrpcServerSettings { Budget = both.There.Budget }, [new BlockService(both.There).Build()]);
        both.Outputs.Executors.Add(new ExecutorAddress { ExecutorId = "1", Host = "127.0.0.1", BlockPort = 1 });
        both.Outputs.Executors.Add(new ExecutorAddress { ExecutorId = "2", Host = "127.0.0.1", BlockPort = both.Server.Address.Port });
        for (var map = 0; map < maps; map++)
        {
            var place = map % 2;
            both.Outputs.ExecutorOfMap.Add(place);
            var executor = place == 0 ? both.Here : both.There;
            executor.Store.Add(new MapBlockKey(7, 1, map), Output(executor, map));
        }

        return both;
    }

    /// <summary>The values of a map task.</summary>
    public static long[] Values(int map) => [.. Enumerable.Range(0, 5_000).Select(i => map * 1_000_000L + i)];

    public List<long> Read(int from, int to) => Read(Here, new Sources.PartitionsInput(from, to));

    public List<long> Read(ExecutorContext executor, Sources.PartitionsInput part)
    {
        var context = new Execution.Tasks.BlockContext(executor.Budget, 2048, Sources.NoScanMetrics.Instance, default);
        using var sequence = new BlockSequence(executor, Outputs, Schema, part, context);
        var values = new List<long>();
        while (sequence.Read() is { } batch)
        {
            for (var i = 0; i < batch.Rows; i++)
                values.Add((long)batch[0].Read(batch.Lane(i))!);
            batch.Release();
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        Here.Dispose();
        There.Dispose();
        Assert.Equal(0, Here.Budget.Used);
        Assert.Equal(0, There.Budget.Used);
        Assert.False(Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(), "files are left");
        if (Directory.Exists(folder))
            Directory.Delete(folder);
    }

    private static unsafe MapOutput Output(ExecutorContext executor, int map)
    {
        var keys = new HashPartitioning([new BoundReference(0, DataType.Long, false, "v")], Partitions);
        using var writer = new MapOutputWriter(keys, map, executor.Store.Folder, executor.Budget, ExchangeOptions.Default);
        var values = Values(map);
        var buffer = executor.Budget.Allocate(values.Length * sizeof(long));
        values.CopyTo(buffer.AsSpan<long>(values.Length));
        var batch = new RecordBatch([new FlatVector(DataType.Long, values.Length, buffer)], values.Length);
        writer.Write(batch);
        batch.Release();
        return writer.Finish();
    }

    private ExecutorContext Context(string id)
    {
        var settings = new Dictionary<string, string> { ["spindle.reducer.maxSizeInFlight"] = "20000" };
        var launch = new ExecutorLaunch("app", id, "127.0.0.1:9", "node", 1, 64 << 20, "", folder, settings);
        return new ExecutorContext(new ExecutorOptions(launch), static () => new PlanCodec(TravellingTables.Records), () => TravellingTables.Openers(settings), TimeProvider.System);
    }
}
