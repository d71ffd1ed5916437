using Spindle.Columnar.Errors;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using CachedBlockKey = Spindle.Execution.Blocks.CachedBlockKey;
using ProtoKey = Spindle.Protos.BlockKey;

namespace Spindle.Executor;

/// <summary>Takes over the blocks of an executor that leaves. Each output comes whole, its partitions in order, behind a chunk that says how many there are.</summary>
internal sealed class HandedBlocks(ExecutorContext executor)
{
    public async Task<PutReply> ReceiveAsync(IMessageReader<WithPayload<BlockChunk>> blocks, CancellationToken cancellation)
    {
        var reply = new PutReply();
        ProtoKey? key = null;
        FrameWriter? writer = null;
        var checksum = 0UL;
        var isLeftOut = false;
        try
        {
            while (await blocks.MoveNextAsync(cancellation).ConfigureAwait(false))
            {
                using var chunk = blocks.Current;
                // Two that leave at once would hand their blocks to each other.
                if (executor.IsLeaving)
                    throw new RpcException(StatusCode.Unavailable, $"executor {executor.Id} leaves itself");
                if (chunk.Header.Key is { } next)
                {
                    Keep(key, writer, checksum, reply);
                    writer = null;
                    // The head of an output: its first partition, their number, and its checksum.
                    (key, checksum) = (next, chunk.Header.Checksum);
                    // What lies here under the key is what the driver counts on: the other's may be of an attempt that nobody wanted.
                    isLeftOut = executor.Store.Find(StoreKey(key)) is not null;
                    writer = isLeftOut ? null : new FrameWriter(chunk.Header.Partition, (int)chunk.Header.Length, executor.Store.Folder, executor.Budget);
                }
                else if (!isLeftOut)
                {
                    isLeftOut = !TryAdd(ref writer, chunk);
                }
            }

            Keep(key, writer, checksum, reply);
            writer = null;
            // What came last may have taken the room of what came first.
            return new PutReply { Accepted = { reply.Accepted.Where(k => executor.Store.Find(StoreKey(k)) is not null) } };
        }
        catch
        {
            // Nobody will hear what was taken.
            foreach (var taken in reply.Accepted)
                executor.Store.Remove(StoreKey(taken));
            throw;
        }
        finally
        {
            writer?.Dispose();
        }
    }

    // What does not fit is left out whole: its map task runs again. The next output may be smaller.
    private static bool TryAdd(ref FrameWriter? writer, WithPayload<BlockChunk> chunk)
    {
        try
        {
            (writer ?? throw new RpcException(StatusCode.InvalidArgument, "a chunk before the head of its output")).Add(chunk.Header.Partition, chunk.Payload.Span);
            return true;
        }
        catch (SpindleException)
        {
            writer?.Dispose();
            writer = null;
            return false;
        }
    }

    /// <summary>The outputs and partitions of a store that another executor can take over.</summary>
    public static int Count(BlockStore store) => store.Keys().Count(k => KeyOf(k) is not null);

    /// <summary>Sends what is in the store to a peer; gives the keys that it took: where it is full, not all of them.</summary>
    /// <param name="except">What another peer has taken.</param>
    public async Task<IReadOnlyList<ProtoKey>> SendAsync(ExecutorAddress peer, IReadOnlySet<ProtoKey> except, CancellationToken cancellation)
    {
        using var call = executor.Peers.To(peer).ClientStreaming(Wire.Services.BlocksMethods.Put, new Wire.Grpc.Client.CallOptions { Cancellation = cancellation });
        foreach (var key in executor.Store.Keys())
        {
            if (KeyOf(key) is not { } proto || except.Contains(proto) || executor.Store.Find(key) is not { } output)
                continue;
            await call.WriteAsync(new(new BlockChunk { Key = proto, Partition = output.FirstPartition, Length = output.Bytes.Count, Checksum = output.Checksum }), cancellation).ConfigureAwait(false);
            for (var p = output.FirstPartition; p < output.FirstPartition + output.Bytes.Count; p++)
            {
                using var block = output.Open(p);
                if (block is not null)
                    await BlockService.SendAsync(block, new BlockChunk { Partition = p }, call, cancellation).ConfigureAwait(false);
            }
        }

        await call.CompleteAsync().ConfigureAwait(false);
        return (await call.ResponseAsync().ConfigureAwait(false)).Accepted;
    }

    private void Keep(ProtoKey? key, FrameWriter? writer, ulong checksum, PutReply reply)
    {
        if (key is null || writer is null)
            return;
        MapOutput output;
        try
        {
            output = writer.Finish(checksum);
        }
        catch (SpindleException)
        {
            writer.Dispose();
            return;
        }

        executor.Store.Add(StoreKey(key), output);
        reply.Accepted.Add(key);
    }

    private static Execution.Blocks.BlockKey StoreKey(ProtoKey key) =>
        key.KindCase == ProtoKey.KindOneofCase.Map ? new MapBlockKey(key.Map.Query, key.Map.Stage, key.Map.Map) : new CachedBlockKey(key.Cached.Dataset, key.Cached.Partition);

    internal static ProtoKey? KeyOf(Execution.Blocks.BlockKey key) => key switch
    {
        MapBlockKey map => new ProtoKey { Map = new MapBlock { Query = map.Query, Stage = map.Stage, Map = map.Map } },
        CachedBlockKey cached => new ProtoKey { Cached = new CachedBlock { Dataset = cached.Dataset, Partition = cached.Partition } },
        _ => null,
    };
}
