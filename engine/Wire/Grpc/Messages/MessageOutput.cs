using System.Buffers;
using System.Buffers.Binary;

namespace Spindle.Wire.Grpc.Messages;

/// <summary>
/// Writes the messages of one direction of a call. Writers may come from several threads; messages stand whole one behind the other.
/// </summary>
internal abstract class MessageOutput(int limit) : IDisposable
{
    private const int PrefixLength = 5;

    /// <summary>Payloads up to here are written together with their head: one frame rather than two.</summary>
    private const int SmallPayload = 8 << 10;

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Writes a message and sees that it leaves; done when the stream has taken its bytes, so that a payload may be released.</summary>
    /// <param name="compress">With gzip; messages with a payload are never compressed here.</param>
    /// <param name="last">The stream's end follows at once: the message may wait for it.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the message is past the limit.</exception>
    public async ValueTask WriteAsync<T>(Marshaller<T> marshaller, T message, bool compress, bool last, CancellationToken cancellation)
    {
        var head = marshaller.HeadLength(message);
        var payload = marshaller.PayloadOf(message);
        var rest = payload?.Length ?? 0;
        if ((long)head + rest > limit)
            throw new RpcException(StatusCode.ResourceExhausted, $"a message of {(long)head + rest} bytes is too long to send: at most {limit} bytes are allowed");
        var together = rest <= SmallPayload ? head + rest : head;
        var rented = ArrayPool<byte>.Shared.Rent(PrefixLength + together);
        try
        {
            var room = rented.AsMemory(0, PrefixLength + together);
            room.Span[0] = 0;
            BinaryPrimitives.WriteUInt32BigEndian(room.Span[1..], (uint)(head + rest));
            marshaller.WriteHead(message, room.Span.Slice(PrefixLength, head));
            if (rest > 0 && together > head)
                payload!.CopyTo(room.Span[(PrefixLength + head)..]);
            var compressed = compress && together == head + rest;
            await turn.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                if (compressed)
                    await WriteCompressedAsync(room[PrefixLength..], last, cancellation).ConfigureAwait(false);
                else
                    await WriteAsync(room, together == head + rest ? null : payload, last, cancellation).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Waits until no write is under way and lets none follow.</summary>
    public async ValueTask CloseAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            Close();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Takes the bytes and flushes them, unless they are the last. Refuses after <see cref="Close"/>.</summary>
    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, Payload? payload, bool last, CancellationToken cancellation);

    protected abstract void Close();

    private async ValueTask WriteCompressedAsync(ReadOnlyMemory<byte> plain, bool last, CancellationToken cancellation)
    {
        var packed = MessageCompression.Compress(plain.Span);
        var framed = new byte[PrefixLength + packed.Length];
        framed[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)packed.Length);
        packed.CopyTo(framed.AsMemory(PrefixLength));
        await WriteAsync(framed, null, last, cancellation).ConfigureAwait(false);
    }
}
