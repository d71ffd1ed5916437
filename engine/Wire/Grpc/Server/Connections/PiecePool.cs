using System.Buffers;
using System.Collections.Concurrent;

namespace Spindle.Wire.Grpc.Server.Connections;

/// <summary>
/// Large pieces of memory for pipes. Kestrel's own pool deals in pages of 4 KiB, so that a message of a megabyte passes through hundreds of them; here it takes dozens. Keeps what comes back, up to a bound.
/// </summary>
internal sealed class PiecePool : MemoryPool<byte>
{
    public const int PieceLength = 32 << 10;
    private const int Kept = 512;

    /// <summary>One for the process: connections come and go.</summary>
    public static readonly PiecePool Instance = new();

    private readonly ConcurrentQueue<Piece> pieces = new();
    private int count;

    public override int MaxBufferSize => PieceLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, PieceLength);
        if (!pieces.TryDequeue(out var piece))
            return new Piece(this);
        Interlocked.Decrement(ref count);
        piece.Rented = 1;
        return piece;
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Piece piece)
    {
        if (Interlocked.Increment(ref count) <= Kept)
            pieces.Enqueue(piece);
        else
            Interlocked.Decrement(ref count);
    }

    private sealed class Piece(PiecePool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(PieceLength, pinned: true);

        public int Rented = 1;

        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref Rented, 0) == 1)
                pool.Return(this);
        }
    }
}
