using Spindle.Columnar.Memory;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Executor.Programs;

/// <summary>
/// One broadcast value on its way, and afterwards: its pieces in native memory. Each executor begins at another piece, so that those who fetch at the same time have something to give one another;
/// what no peer has comes from the driver.
/// </summary>
internal sealed class BroadcastPieces : IDisposable
{
    private readonly ExecutorContext executor;
    private readonly long id;
    private readonly BroadcastPlace place;
    private readonly NativeBuffer[] pieces;
    private readonly Lock gate = new();
    private bool disposed;

    public BroadcastPieces(ExecutorContext executor, long id, BroadcastPlace place)
    {
        this.executor = executor;
        this.id = id;
        this.place = place;
        pieces = new NativeBuffer[(place.Length + place.PieceLength - 1) / place.PieceLength];
    }

    /// <summary>Pieces that came from peers.</summary>
    public int FromPeers { get; private set; }

    /// <summary>Fetches what is missing.</summary>
    public void Fetch(CancellationToken cancellation)
    {
        var peers = place.Executors.ToList();
        var first = pieces.Length == 0 ? 0 : (int)((uint)executor.Id.GetHashCode(StringComparison.Ordinal) % (uint)pieces.Length);
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = (first + i) % pieces.Length;
            if (pieces[piece] is null)
                Keep(piece, FetchAsync(piece, peers, cancellation).GetAwaiter().GetResult());
        }
    }

    /// <summary>The whole value's bytes.</summary>
    public Stream Open()
    {
        // Bounded by the copy that decoding makes of it anyway.
        var whole = new byte[place.Length];
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            for (var i = 0; i < pieces.Length; i++)
                pieces[i].AsSpan<byte>(LengthOf(i)).CopyTo(whole.AsSpan(i * place.PieceLength));
        }

        return new MemoryStream(whole, writable: false);
    }

    /// <summary>A piece for a peer; null where it is not here.</summary>
    public WithPayload<Piece>? Piece(int piece)
    {
        lock (gate)
            return disposed || piece < 0 || piece >= pieces.Length || pieces[piece] is not { } kept ? null
                : new(new Piece { Offset = (long)piece * place.PieceLength, Length = place.Length }, Payload.Of(kept, 0, LengthOf(piece)));
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (var piece in pieces)
                piece?.Release();
            Array.Clear(pieces);
        }
    }

    private async Task<WithPayload<Piece>> FetchAsync(int piece, List<ExecutorAddress> peers, CancellationToken cancellation)
    {
        while (peers.Count > 0)
        {
            var peer = peers[piece % peers.Count];
            try
            {
                var request = new FetchPieceRequest { Application = executor.Application, ExecutorId = peer.ExecutorId, Id = id, Piece = piece };
                var fetched = await executor.Peers.To(peer).UnaryAsync(BlocksMethods.FetchPiece, request, new CallOptions { Timeout = executor.Options.FetchTimeout, Cancellation = cancellation }).ConfigureAwait(false);
                FromPeers++;
                return fetched;
            }
            catch (RpcException refused) when (!cancellation.IsCancellationRequested)
            {
                // One that is fetching itself has the piece later; one that is gone never has.
                if (refused.Status.Code == StatusCode.NotFound)
                    break;
                peers.Remove(peer);
            }
        }

        return await executor.DriverFiles.PieceAsync(id, piece, cancellation).ConfigureAwait(false);
    }

    private void Keep(int piece, WithPayload<Piece> fetched)
    {
        using (fetched)
        {
            if (fetched.Payload.Length != LengthOf(piece))
                throw new IOException($"piece {piece} of broadcast variable {id} has {fetched.Payload.Length} bytes in place of {LengthOf(piece)}");
            var buffer = executor.Budget.Allocate(fetched.Payload.Length);
            fetched.Payload.CopyTo(buffer.AsSpan<byte>(fetched.Payload.Length));
            lock (gate)
            {
                if (disposed)
                    buffer.Release();
                else
                    pieces[piece] = buffer;
            }
        }
    }

    private int LengthOf(int piece) => (int)Math.Min(place.PieceLength, place.Length - ((long)piece * place.PieceLength));
}
