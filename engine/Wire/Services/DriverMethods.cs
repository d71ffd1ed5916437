using Spindle.Protos;
using Spindle.Wire.Grpc;

namespace Spindle.Wire.Services;

/// <summary>The service that executors dial: <c>protos/spindle/v1/driver.proto</c>.</summary>
public static class DriverMethods
{
    private const string Service = "spindle.v1.Driver";

    internal static readonly PayloadMarshaller<Piece> Pieces = new(Piece.Parser, Piece.DataFieldNumber, m => m.Data);

    public static readonly Method<WithPayload<ExecutorMessage>, DriverMessage> Connect = new(
        MethodKind.Bidirectional, Service, nameof(Connect),
        new PayloadMarshaller<ExecutorMessage>(ExecutorMessage.Parser, ExecutorMessage.DataFieldNumber, m => m.Data), new ProtobufMarshaller<DriverMessage>(DriverMessage.Parser));

    public static readonly Method<HeartbeatRequest, HeartbeatReply> Heartbeat = new(
        MethodKind.Unary, Service, nameof(Heartbeat),
        new ProtobufMarshaller<HeartbeatRequest>(HeartbeatRequest.Parser), new ProtobufMarshaller<HeartbeatReply>(HeartbeatReply.Parser));

    public static readonly Method<CommitRequest, CommitReply> AuthorizeCommit = new(
        MethodKind.Unary, Service, nameof(AuthorizeCommit),
        new ProtobufMarshaller<CommitRequest>(CommitRequest.Parser), new ProtobufMarshaller<CommitReply>(CommitReply.Parser));

    public static readonly Method<WithPayload<ResultChunk>, PutResultReply> PutResult = new(
        MethodKind.ClientStreaming, Service, nameof(PutResult), new PayloadMarshaller<ResultChunk>(ResultChunk.Parser, ResultChunk.DataFieldNumber, m => m.Data), new ProtobufMarshaller<PutResultReply>(PutResultReply.Parser));

    public static readonly Method<FetchFileRequest, WithPayload<Piece>> FetchFile = new(
        MethodKind.ServerStreaming, Service, nameof(FetchFile), new ProtobufMarshaller<FetchFileRequest>(FetchFileRequest.Parser), Pieces);

    public static readonly Method<LocateBroadcastRequest, BroadcastPlace> LocateBroadcast = new(
        MethodKind.Unary, Service, nameof(LocateBroadcast),
        new ProtobufMarshaller<LocateBroadcastRequest>(LocateBroadcastRequest.Parser), new ProtobufMarshaller<BroadcastPlace>(BroadcastPlace.Parser));

    public static readonly Method<FetchPieceRequest, WithPayload<Piece>> FetchPiece = new(
        MethodKind.Unary, Service, nameof(FetchPiece), new ProtobufMarshaller<FetchPieceRequest>(FetchPieceRequest.Parser), Pieces);
}
