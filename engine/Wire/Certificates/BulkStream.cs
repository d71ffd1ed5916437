using System.Buffers;
using Spindle.Columnar.Streams;

namespace Spindle.Wire.Certificates;

/// <summary>
/// A connection's bytes in large pieces, below encryption. TLS reads and writes records of 16 KiB, each of which would be a call of the system that wakes the far end; here several go at once.
/// <code>
///  read:   connection ─► up to 64 KiB ahead ─► records
///  write:  records ─► gathered, until flushed or 64 KiB ─► connection
/// </code>
/// What waits for bytes holds no buffer. One reader and one writer at a time, which do not see each other.
/// </summary>
/// <param name="gathers">Writes wait for a flush; only for who flushes.</param>
internal sealed class BulkStream(Stream connection, bool gathers) : ForwardStream
{
    private const int PieceLength = 64 << 10;

    private byte[]? ahead;
    private int aheadFrom;
    private int aheadTo;
    private byte[]? gathered;
    private int gatheredTo;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ahead is null && buffer.Length < PieceLength ? ReadAheadAsync(buffer, cancellationToken) : ahead is null ? connection.ReadAsync(buffer, cancellationToken) : new(Take(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ahead is null ? connection.Read(buffer, offset, count) : Take(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!gathers)
            return connection.WriteAsync(buffer, cancellationToken);
        if (gatheredTo + buffer.Length > PieceLength)
            return WriteThroughAsync(buffer, cancellationToken);
        Gather(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Flush();
        connection.Write(buffer, offset, count);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
        if (gatheredTo > 0)
            connection.Write(gathered!, 0, gatheredTo);
        Sent();
        connection.Flush();
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    // A read or a write that goes on meanwhile still has its buffer, which is left to the garbage collector.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
    }

    private async ValueTask<int> ReadAheadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        // Without room the read only waits until there are bytes, or the end.
        await connection.ReadAsync(Memory<byte>.Empty, cancellation).ConfigureAwait(false);
        if (buffer.IsEmpty)
            return 0;
        var piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        var read = await connection.ReadAsync(piece.AsMemory(0, PieceLength), cancellation).ConfigureAwait(false);
        (ahead, aheadFrom, aheadTo) = (piece, 0, read);
        return Take(buffer.Span);
    }

    private int Take(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, aheadTo - aheadFrom);
        ahead.AsSpan(aheadFrom, length).CopyTo(buffer);
        aheadFrom += length;
        if (aheadFrom == aheadTo)
        {
            ArrayPool<byte>.Shared.Return(ahead!);
            ahead = null;
        }

        return length;
    }

    private void Gather(ReadOnlySpan<byte> bytes)
    {
        gathered ??= ArrayPool<byte>.Shared.Rent(PieceLength);
        bytes.CopyTo(gathered.AsSpan(gatheredTo));
        gatheredTo += bytes.Length;
    }

    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        await SendAsync(cancellation).ConfigureAwait(false);
        if (buffer.Length > PieceLength)
            await connection.WriteAsync(buffer, cancellation).ConfigureAwait(false);
        else
            Gather(buffer.Span);
    }

    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        if (gatheredTo > 0)
            await connection.WriteAsync(gathered.AsMemory(0, gatheredTo), cancellation).ConfigureAwait(false);
        Sent();
    }

    private void Sent()
    {
        gatheredTo = 0;
        if (gathered is null)
            return;
        ArrayPool<byte>.Shared.Return(gathered);
        gathered = null;
    }
}
