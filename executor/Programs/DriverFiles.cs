using Spindle.Protos;
using Spindle.UserCode.Shipping;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Executor.Programs;

/// <summary>What is fetched from the driver in bulk, over a connection of its own, so that it does not hold up the driver's orders.</summary>
internal sealed class DriverFiles(ExecutorContext executor) : IProgramStore, IDisposable
{
    private readonly Lazy<GrpcChannel> channel = new(() => DriverLink.Open(executor));

    /// <inheritdoc/>
    public byte[] Fetch(string hash, CancellationToken cancellation)
    {
        try
        {
            return FetchAsync(hash, cancellation).GetAwaiter().GetResult();
        }
        catch (RpcException refused)
        {
            throw new IOException($"a file of the program could not be had from the driver: {refused.Message}", refused);
        }
    }

    /// <summary>Where the pieces of a broadcast variable are.</summary>
    public BroadcastPlace Locate(long id, CancellationToken cancellation) => channel.Value
        .UnaryAsync(DriverMethods.LocateBroadcast, new LocateBroadcastRequest { Application = executor.Application, ExecutorId = executor.Id, Id = id }, Options(cancellation)).GetAwaiter().GetResult();

    /// <summary>A piece from the driver itself.</summary>
    public Task<WithPayload<Piece>> PieceAsync(long id, int piece, CancellationToken cancellation) => channel.Value
        .UnaryAsync(DriverMethods.FetchPiece, new FetchPieceRequest { Application = executor.Application, ExecutorId = executor.Id, Id = id, Piece = piece }, Options(cancellation));

    public void Dispose()
    {
        if (channel.IsValueCreated)
            channel.Value.Dispose();
    }

    private async Task<byte[]> FetchAsync(string hash, CancellationToken cancellation)
    {
        var request = new FetchFileRequest { Application = executor.Application, ExecutorId = executor.Id, Hash = hash };
        byte[] bytes = [];
        var filled = 0L;
        using var call = channel.Value.ServerStreaming(DriverMethods.FetchFile, request, Options(cancellation));
        while (await call.MoveNextAsync(cancellation).ConfigureAwait(false))
        {
            using var piece = call.Current;
            if (bytes.Length == 0)
                bytes = new byte[checked((int)piece.Header.Length)];
            piece.Payload.CopyTo(bytes.AsSpan(checked((int)piece.Header.Offset)));
            filled += piece.Payload.Length;
        }

        return filled == bytes.Length ? bytes : throw new IOException($"{filled} of {bytes.Length} bytes of a file of the program came");
    }

    private CallOptions Options(CancellationToken cancellation) => new() { Timeout = executor.Options.DriverTimeout, Cancellation = cancellation };
}
