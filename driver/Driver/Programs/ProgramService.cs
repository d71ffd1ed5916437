using System.Collections.Concurrent;
using Spindle.Columnar.Errors;
using Spindle.Driver.Cluster;
using Spindle.Protos;
using Spindle.UserCode.Capturing;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;

namespace Spindle.Driver.Programs;

/// <summary>Gives executors the program's files, and broadcast variables in pieces: who has asked for one serves those who ask after it.</summary>
internal sealed class ProgramService : IDisposable
{
    private const int FileChunk = 1 << 20;

    private readonly string application;
    private readonly ExecutorRegistry registry;
    private readonly ProgramCatalog programs;
    private readonly int pieceLength;
    private readonly ConcurrentDictionary<long, ConcurrentDictionary<string, bool>> holders = new();

    /// <param name="pieceLength">Bytes of a piece of a broadcast variable.</param>
    public ProgramService(string application, ExecutorRegistry registry, ProgramCatalog programs, int pieceLength)
    {
        this.pieceLength = pieceLength;
        this.application = application;
        this.registry = registry;
        this.programs = programs;
        HandleRegistry.Instance.Removed += Remove;
    }

    public GrpcService AddTo(GrpcService service) => service
        .ServerStreaming(DriverMethods.FetchFile, FetchFileAsync)
        .Unary(DriverMethods.LocateBroadcast, (request, _) => Task.FromResult(Locate(request)))
        .Unary(DriverMethods.FetchPiece, (request, _) => Task.FromResult(Piece(request)));

    public void Dispose() => HandleRegistry.Instance.Removed -= Remove;

    private async Task FetchFileAsync(FetchFileRequest request, IMessageWriter<WithPayload<Piece>> pieces, ServerCallContext context)
    {
        Check(request.Application, request.ExecutorId);
        byte[] bytes;
        try
        {
            bytes = programs.Fetch(request.Hash, context.Cancellation);
        }
        catch (IOException missing)
        {
            throw new RpcException(StatusCode.NotFound, missing.Message, missing);
        }

        for (var at = 0; at < bytes.Length; at += FileChunk)
            await pieces.WriteAsync(new(new Piece { Offset = at, Length = bytes.Length }, Payload.Of(bytes.AsMemory(at, Math.Min(FileChunk, bytes.Length - at)))), context.Cancellation).ConfigureAwait(false);
    }

    private BroadcastPlace Locate(LocateBroadcastRequest request)
    {
        Check(request.Application, request.ExecutorId);
        var place = new BroadcastPlace { Length = Value(request.Id).Length, PieceLength = pieceLength };
        var known = holders.GetOrAdd(request.Id, _ => new(StringComparer.Ordinal));
        place.Executors.AddRange(known.Keys.Where(k => k != request.ExecutorId).Select(registry.Find).OfType<ExecutorConnection>().Select(c => c.Address));
        known[request.ExecutorId] = true;
        return place;
    }

    private WithPayload<Piece> Piece(FetchPieceRequest request)
    {
        Check(request.Application, request.ExecutorId);
        var value = Value(request.Id);
        var at = (long)request.Piece * pieceLength;
        if (at < 0 || at >= value.Length)
            throw new RpcException(StatusCode.OutOfRange, $"the broadcast variable {request.Id} has no piece {request.Piece}");
        return new(new Piece { Offset = at, Length = value.Length }, Payload.Of(value.Slice((int)at, (int)Math.Min(pieceLength, value.Length - at))));
    }

    private static ReadOnlyMemory<byte> Value(long id)
    {
        try
        {
            return HandleRegistry.Instance.Find(id) is IBroadcast broadcast ? broadcast.Captured.Bytes : throw new RpcException(StatusCode.NotFound, $"there is no broadcast variable {id}: it was destroyed");
        }
        catch (SpindleException error)
        {
            throw new RpcException(StatusCode.FailedPrecondition, error.Message, error);
        }
    }

    private void Check(string of, string executor)
    {
        if (of != application || registry.Find(executor) is null)
            throw new RpcException(StatusCode.FailedPrecondition, $"executor {executor} of {of} is not known to the driver of {application}");
    }

    private void Remove(long id)
    {
        if (!holders.TryRemove(id, out var known))
            return;
        foreach (var executor in known.Keys)
            registry.Find(executor)?.Send(new DriverMessage { RemoveBroadcast = new RemoveBroadcast { Id = id } });
    }
}
