using System.Globalization;
using Spindle.Execution.Blocks;
using Spindle.Execution.Exchange;
using Spindle.Plans.Stages;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;
using CachedBlockKey = Spindle.Execution.Blocks.CachedBlockKey;

namespace Spindle.Executor;

/// <summary>Serves this executor's blocks, frame after frame as they are stored.</summary>
internal sealed class BlockService(ExecutorContext executor)
{
    /// <summary>Comes with NOT_FOUND: the number of the map task whose output is missing.</summary>
    public const string MapTrailer = "spindle-map";

    public GrpcService Build() => new GrpcService()
        .ServerStreaming(BlocksMethods.Fetch, FetchAsync)
        .ServerStreaming(BlocksMethods.FetchResult, FetchResultAsync)
        .ServerStreaming(BlocksMethods.FetchCached, FetchCachedAsync)
        .Unary(BlocksMethods.FetchPiece, (request, _) => Task.FromResult(FetchPiece(request)))
        .ClientStreaming(BlocksMethods.Put, (blocks, context) => new HandedBlocks(executor).ReceiveAsync(blocks, context.Cancellation));

    private async Task FetchAsync(FetchRequest request, IMessageWriter<WithPayload<BlockChunk>> chunks, ServerCallContext context)
    {
        Check(request.Application, request.ExecutorId);
        var maps = request.Maps.Count > 0 ? [.. request.Maps]
            : executor.Store.Keys().OfType<MapBlockKey>().Where(k => k.Query == request.Query && k.Stage == request.Stage).Select(k => k.Map).Order().ToList();
        foreach (var map in maps)
        {
            var output = executor.Store.Find(request.Dataset != 0 ? new CachedBlockKey(request.Dataset, map) : new MapBlockKey(request.Query, request.Stage, map)) ?? throw MissingMap(request.Stage, map);
            try
            {
                await SendAsync(output, map, request, chunks, context.Cancellation).ConfigureAwait(false);
            }
            catch (IOException unreadable)
            {
                // What others lie here may be sound: only this map is named.
                throw MissingMap(request.Stage, map, unreadable.Message);
            }
        }
    }

    private static async Task SendAsync(MapOutput output, int map, FetchRequest request, IMessageWriter<WithPayload<BlockChunk>> chunks, CancellationToken cancellation)
    {
        for (var p = request.FromPartition; p < request.ToPartition; p++)
        {
            using var block = output.Open(p);
            if (block is null && output.IsGone)
                throw MissingMap(request.Stage, map);
            if (block is not null)
                await SendAsync(block, new BlockChunk { Map = map, Partition = p, Length = output.Bytes[p - output.FirstPartition], Rows = output.Rows[p - output.FirstPartition] }, chunks, cancellation).ConfigureAwait(false);
        }
    }

    // Each frame is a batch of its own: the reader is told of their lengths by offsets of zero.
    private async Task FetchResultAsync(FetchResultRequest request, IMessageWriter<WithPayload<BlockChunk>> chunks, ServerCallContext context)
    {
        Check(request.Application, request.ExecutorId);
        var key = new ResultBlockKey(new TaskIdentity(request.Task.Query, request.Task.Stage, request.Task.Partition, request.Task.Attempt));
        var result = executor.Store.Find(key) ?? throw Missing(key.Task.ToString());
        using (var block = result.Open(0))
        {
            for (var frame = block?.Next() ?? default; !frame.IsEmpty; frame = block!.Next())
                await chunks.WriteAsync(new(new BlockChunk { Length = frame.Length }, Payload.Of(frame)), context.Cancellation).ConfigureAwait(false);
        }

        executor.Store.Remove(key);
    }

    private async Task FetchCachedAsync(FetchCachedRequest request, IMessageWriter<WithPayload<BlockChunk>> chunks, ServerCallContext context)
    {
        Check(request.Application, request.ExecutorId);
        var cached = executor.Store.Find(new CachedBlockKey(request.Block.Dataset, request.Block.Partition)) ?? throw Missing($"partition {request.Block.Partition} of dataset {request.Block.Dataset}");
        using var block = cached.Open(cached.FirstPartition);
        if (block is not null)
            await SendAsync(block, new BlockChunk { Partition = request.Block.Partition, Length = cached.TotalBytes, Rows = cached.TotalRows }, chunks, context.Cancellation).ConfigureAwait(false);
    }

    private WithPayload<Piece> FetchPiece(FetchPieceRequest request)
    {
        Check(request.Application, request.ExecutorId);
        return executor.Values.Piece(request.Id, request.Piece) ?? throw Missing($"piece {request.Piece} of broadcast variable {request.Id}");
    }

    internal static async Task SendAsync(BlockCursor block, BlockChunk head, IMessageWriter<WithPayload<BlockChunk>> chunks, CancellationToken cancellation)
    {
        var offset = 0L;
        for (var frame = block.Next(); !frame.IsEmpty; frame = block.Next())
        {
            var chunk = head.Clone();
            chunk.Offset = offset;
            offset += frame.Length;
            await chunks.WriteAsync(new(chunk, Payload.Of(frame)), cancellation).ConfigureAwait(false);
        }
    }

    // An address may have been given to another executor since.
    private void Check(string application, string id)
    {
        if (application != executor.Application || id != executor.Id)
            throw new RpcException(StatusCode.FailedPrecondition, $"this is executor {executor.Id} of {executor.Application}, not {id} of {application}");
    }

    private static RpcException MissingMap(int stage, int map, string why = "is not here") => new(new Status(StatusCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"stage {stage} map {map}: {why}")),
        new Metadata().Add(MapTrailer, map.ToString(CultureInfo.InvariantCulture)));

    private static RpcException Missing(string what) => new(StatusCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"{what} is not here"));
}
