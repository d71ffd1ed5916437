using System.Buffers;
using System.Buffers.Binary;
using Spindle.Columnar.Memory;

namespace Spindle.Wire.Grpc.Messages;

/// <summary>
/// The messages of one direction of a call, read from its stream one after the other:
/// <code> | compressed? (1 byte) | length (4, big-endian) | message | </code>
/// Small messages are read from a pooled buffer; what a marshaller reads with <see cref="ReadAsync"/> goes from the stream straight to its place.
/// </summary>
internal sealed class MessageInput : IDisposable
{
    private const int PrefixLength = 5;
    private const int BufferLength = 16 << 10;

    // A call may be disposed of while another thread reads: the buffer that the stream writes to goes back when that read has ended.
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Disposed = 2;

    private readonly Stream stream;
    private readonly int limit;
    private readonly string? encoding;
    private int state;
    private byte[] buffer;
    private int start;
    private int end;

    /// <param name="limit">Bytes that a message may have, after decompression.</param>
    /// <param name="encoding">How compressed messages are compressed; null where none may be.</param>
    /// <param name="budget">Where payloads are allocated.</param>
    public MessageInput(Stream stream, int limit, string? encoding, MemoryBudget budget)
    {
        this.stream = stream;
        this.limit = limit;
        this.encoding = encoding;
        Budget = budget;
        buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    }

    private MessageInput(byte[] rented, int length, MemoryBudget budget)
    {
        stream = Stream.Null;
        Budget = budget;
        buffer = rented;
        end = length;
        Remaining = length;
    }

    public MemoryBudget Budget { get; }

    /// <summary>Bytes of the present message that were not taken yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>The next message; nothing at the stream's end.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED past the limit, INTERNAL for what is no message.</exception>
    /// <exception cref="ObjectDisposedException">The input was disposed of before.</exception>
    public async ValueTask<Received<T>> NextAsync<T>(Marshaller<T> marshaller, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf((Interlocked.Or(ref state, Reading) & Disposed) != 0, this);
        try
        {
            return await ReadMessageAsync(marshaller, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.And(ref state, ~Reading) != Reading)
                Return();
        }
    }

    /// <summary>That many of the message's next bytes (no more than remain), lent until the input is asked for more.</summary>
    public ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellation) =>
        end - start >= count ? new(buffer.AsMemory(start, count)) : PeekSlowAsync(count, cancellation);

    /// <summary>Passes over bytes that were peeked.</summary>
    public void Advance(int count)
    {
        start += count;
        Remaining -= count;
    }

    /// <summary>Reads the message's next bytes to their place.</summary>
    public async ValueTask ReadAsync(Memory<byte> target, CancellationToken cancellation)
    {
        var length = target.Length;
        var buffered = Math.Min(end - start, length);
        buffer.AsSpan(start, buffered).CopyTo(target.Span);
        start += buffered;
        target = target[buffered..];
        while (!target.IsEmpty)
        {
            var read = await stream.ReadAsync(target, cancellation).ConfigureAwait(false);
            if (read == 0)
                throw Incomplete();
            target = target[read..];
        }

        Remaining -= length;
    }

    /// <summary>Gives the buffer back, at the end of a read under way.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref state, Disposed) == Idle)
            Return();
    }

    private void Return()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        (start, end) = (0, 0);
    }

    private async ValueTask<Received<T>> ReadMessageAsync<T>(Marshaller<T> marshaller, CancellationToken cancellation)
    {
        if (end - start < PrefixLength && !await FillAsync(PrefixLength, cancellation).ConfigureAwait(false))
            return end == start ? default : throw Incomplete();
        var compressed = buffer[start];
        var length = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(start + 1));
        if (compressed > 1)
            throw new RpcException(StatusCode.Internal, $"a message begins with the byte {compressed}, which says neither compressed nor not");
        if (length > (uint)limit)
            throw TooLong(length);
        start += PrefixLength;
        Remaining = (int)length;
        if (compressed == 0)
            return new(await marshaller.ReadAsync(this, cancellation).ConfigureAwait(false));
        var packed = await PeekAsync(Remaining, cancellation).ConfigureAwait(false);
        var (plain, plainLength) = Decompress(packed);
        using var unpacked = new MessageInput(plain, plainLength, Budget);
        Advance(packed.Length);
        return new(await marshaller.ReadAsync(unpacked, cancellation).ConfigureAwait(false));
    }

    private async ValueTask<ReadOnlyMemory<byte>> PeekSlowAsync(int count, CancellationToken cancellation) =>
        await FillAsync(count, cancellation).ConfigureAwait(false) ? buffer.AsMemory(start, count) : throw Incomplete();

    /// <summary>Reads until that many bytes are buffered; false where the stream ends before.</summary>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellation)
    {
        if (buffer.Length - start < count)
        {
            // Room grows with what came, not with what a prefix claims: a length costs nothing until its bytes arrive.
            var held = end - start;
            if (buffer.Length < count)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Min(count, Math.Max(buffer.Length, held * 4)));
                buffer.AsSpan(start, held).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
            else
            {
                buffer.AsSpan(start, held).CopyTo(buffer);
            }

            (start, end) = (0, held);
        }

        while (end - start < count)
        {
            if (end == buffer.Length)
                return await FillAsync(count, cancellation).ConfigureAwait(false);
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellation).ConfigureAwait(false);
            if (read == 0)
                return false;
            end += read;
        }

        return true;
    }

    private (byte[] Rented, int Length) Decompress(ReadOnlyMemory<byte> packed)
    {
        if (encoding is null)
            throw new RpcException(StatusCode.Internal, "a message is compressed, and no grpc-encoding says how");
        return MessageCompression.Decompress(packed, limit);
    }

    private RpcException TooLong(uint length) =>
        new(StatusCode.ResourceExhausted, $"a message of {length} bytes came, and at most {limit} bytes are taken");

    private static RpcException Incomplete() => new(StatusCode.Internal, "the stream ended within a message");
}
