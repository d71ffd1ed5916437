using Spindle.Protos;
using Spindle.Wire.Grpc;

namespace Spindle.Wire.Services;

/// <summary>The service that every executor offers to its peers and to the driver: <c>protos/spindle/v1/blocks.proto</c>.</summary>
public static class BlocksMethods
{
    private const string Service = "spindle.v1.Blocks";

    private static readonly PayloadMarshaller<BlockChunk> Chunks = new(BlockChunk.Parser, BlockChunk.DataFieldNumber, m => m.Data);

    public static readonly Method<FetchRequest, WithPayload<BlockChunk>> Fetch = new(
        MethodKind.ServerStreaming, Service, nameof(Fetch), new ProtobufMarshaller<FetchRequest>(FetchRequest.Parser), Chunks);

    public static readonly Method<FetchResultRequest, WithPayload<BlockChunk>> FetchResult = new(
        MethodKind.ServerStreaming, Service, nameof(FetchResult), new ProtobufMarshaller<FetchResultRequest>(FetchResultRequest.Parser), Chunks);

    public static readonly Method<FetchCachedRequest, WithPayload<BlockChunk>> FetchCached = new(
        MethodKind.ServerStreaming, Service, nameof(FetchCached), new ProtobufMarshaller<FetchCachedRequest>(FetchCachedRequest.Parser), Chunks);

    public static readonly Method<WithPayload<BlockChunk>, PutReply> Put = new(
        MethodKind.ClientStreaming, Service, nameof(Put), Chunks, new ProtobufMarshaller<PutReply>(PutReply.Parser));

    public static readonly Method<FetchPieceRequest, WithPayload<Piece>> FetchPiece = new(
        MethodKind.Unary, Service, nameof(FetchPiece), new ProtobufMarshaller<FetchPieceRequest>(FetchPieceRequest.Parser), DriverMethods.Pieces);
}
