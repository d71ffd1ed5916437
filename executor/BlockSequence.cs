using System.Globalization;
using System.Runtime.ExceptionServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Frames;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Launch;
using Spindle.Protos;
using Spindle.Sources;
using Spindle.Wire.Grpc;

namespace Spindle.Executor;

/// <summary>
/// The blocks of a stage's output that one leaf of a task reads: those that lie here by reference, those of peers fetched in parallel, all in the order of their map tasks.
/// Whatever keeps a block from being read is a <see cref="FetchFailedException"/> that names it. One thread's.
/// </summary>
internal sealed class BlockSequence : IBatchReader
{
    private readonly ExecutorContext executor;
    private readonly StageOutputs outputs;
    private readonly CancellationToken cancellation;
    private readonly int from;
    private readonly int to;
    private readonly List<int> maps;
    private readonly Dictionary<int, PeerFetch> fetches = [];
    private readonly BlockReader reader;
    private int map = -1;
    private int place = -1;

    /// <param name="isAsComputed">The output of each map task is the partition of its number.</param>
    public BlockSequence(ExecutorContext executor, StageOutputs outputs, Columnar.Types.StructType schema, PartitionsInput part, BlockContext context, bool isAsComputed = false)
    {
        this.executor = executor;
        this.outputs = outputs;
        cancellation = context.Cancellation;
        (from, to) = (part.From, part.To);
        var last = part.LastMap < 0 ? outputs.ExecutorOfMap.Count : part.LastMap;
        maps = isAsComputed ? [.. Enumerable.Range(from, Math.Min(to, outputs.ExecutorOfMap.Count) - from)] : [.. Enumerable.Range(part.FirstMap, last - part.FirstMap).Where(HasRows)];
        reader = new BlockReader(Blocks(), schema, context);
    }

    public RecordBatch? Read()
    {
        try
        {
            return reader.Read();
        }
        catch (CorruptFrameException corrupt)
        {
            throw Failed(map, corrupt.Message, corrupt);
        }
        catch (RpcException lacking) when (MemoryError(lacking) is { } error)
        {
            // This executor has no room for what the peer would send.
            ExceptionDispatchInfo.Throw(error);
            throw;
        }
        catch (RpcException refused)
        {
            // Without a map task named, everything there is out of reach.
            throw Failed(refused.Trailers.Text(BlockService.MapTrailer) is { } missing ? int.Parse(missing, CultureInfo.InvariantCulture) : -1, refused.Message, refused);
        }
        catch (IOException broken) when (broken is not FetchFailedException)
        {
            throw Failed(map, broken.Message, broken);
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        foreach (var fetch in fetches.Values)
            fetch.Dispose();
    }

    private static SpindleException? MemoryError(Exception? exception)
    {
        while (exception is not (null or SpindleException))
            exception = exception.InnerException;
        return exception is SpindleException error && error.ErrorClass == ErrorClasses.UnableToAcquireMemory ? error : null;
    }

    private FetchFailedException Failed(int lost, string message, Exception? inner = null) =>
        new(outputs.Stage.Stage, lost, place < 0 ? "" : outputs.Executors[place].ExecutorId, outputs.Epoch, message, inner);

    // Sizes that are known spare asking for blocks that nobody wrote.
    private bool HasRows(int index)
    {
        var partitions = outputs.Partitions;
        var known = outputs.Sizes.Count > 0 ? outputs.Sizes.Count : outputs.LogSizes.Length;
        if (partitions == 0 || known < outputs.ExecutorOfMap.Count * partitions || to > partitions)
            return true;
        for (var p = from; p < to; p++)
            if (outputs.Sizes.Count > 0 ? outputs.Sizes[index * partitions + p] > 0 : outputs.LogSizes[index * partitions + p] > 0)
                return true;
        return false;
    }

    private IEnumerable<BlockCursor> Blocks()
    {
        foreach (var group in maps.GroupBy(m => outputs.ExecutorOfMap[m]))
        {
            if (group.Key < 0)
                throw Failed(group.First(), "nobody has it any more");
            if (outputs.Executors[group.Key].ExecutorId is var holder && (holder == executor.Id || holder == FallbackStorage.Holder))
                continue;
            place = group.Key;
            var request = new FetchRequest { Application = executor.Application, ExecutorId = outputs.Executors[place].ExecutorId, Query = outputs.Stage.Query, Stage = outputs.Stage.Stage, FromPartition = from, ToPartition = to, Dataset = outputs.Dataset };
            request.Maps.AddRange(group);
            fetches.Add(place, new PeerFetch(executor.Peers.To(outputs.Executors[place]), request, executor.Options.FetchBytes / Math.Max(1, outputs.Executors.Count), executor.Options.FetchTimeout,
                executor.Time, cancellation));
        }

        foreach (var wanted in maps)
        {
            map = wanted;
            place = outputs.ExecutorOfMap[wanted];
            if (fetches.TryGetValue(place, out var fetch))
                while (fetch.NextMap(cancellation) == wanted)
                    yield return fetch.Take();
            else if (outputs.Executors[place].ExecutorId == FallbackStorage.Holder)
                yield return (executor.Fallback ?? throw Failed(wanted, "this executor knows of no fallback storage")).Open(KeyOf(wanted), from, to);
            else
                foreach (var block in Local(wanted))
                    yield return block;
        }
    }

    private Execution.Blocks.BlockKey KeyOf(int wanted) =>
        outputs.Dataset != 0 ? new Execution.Blocks.CachedBlockKey(outputs.Dataset, wanted) : new MapBlockKey(outputs.Stage.Query, outputs.Stage.Stage, wanted);

    private IEnumerable<BlockCursor> Local(int wanted)
    {
        var output = executor.Store.Find(KeyOf(wanted)) ?? throw Failed(wanted, "it is not here");
        for (var p = from; p < to; p++)
            if (output.Open(p) is { } block)
                yield return block;
            else if (output.IsGone)
                throw Failed(wanted, "it was removed");
    }
}
