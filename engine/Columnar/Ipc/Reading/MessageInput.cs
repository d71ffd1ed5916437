using System.Buffers.Binary;
using Spindle.Columnar.Memory;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>
/// Takes messages off a stream: length prefix, metadata, body. Lengths are what the stream claims, so memory grows only
/// as bytes arrive.
/// </summary>
internal sealed unsafe class MessageInput(Stream stream, MemoryBudget budget)
{
    private const uint Continuation = 0xFFFF_FFFF;
    private const int FirstStep = 1 << 20;

    /// <summary>The next message's metadata, or null at the end (the marker, or the stream's own end between messages).</summary>
    internal byte[]? ReadMetadata()
    {
        Span<byte> prefix = stackalloc byte[4];
        int got = stream.ReadAtLeast(prefix, 4, throwOnEndOfStream: false);
        if (got == 0)
            return null;
        if (got < 4)
            Truncated();

        // Messages of before Arrow 0.15 have the length alone.
        if (BinaryPrimitives.ReadUInt32LittleEndian(prefix) == Continuation)
            ReadExactly(prefix);
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (length < 0)
            ArrowFormatException.Throw("a message's metadata has a negative length");
        return length == 0 ? null : ReadBytes(length);
    }

    internal byte[] ReadBytes(int length)
    {
        CheckRemaining(length);
        byte[] bytes = new byte[Math.Min(length, FirstStep)];
        int filled = 0;
        while (true)
        {
            ReadExactly(bytes.AsSpan(filled));
            filled = bytes.Length;
            if (filled == length)
                return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, filled * 2L));
        }
    }

    /// <summary>A body in native memory; the caller owns it.</summary>
    internal NativeBuffer ReadBody(long length)
    {
        CheckRemaining(length);
        NativeBuffer body = budget.Allocate(Math.Min(length, stream.CanSeek ? length : FirstStep));
        try
        {
            long filled = 0;
            while (filled < length)
            {
                if (filled == body.Capacity)
                {
                    NativeBuffer larger = budget.Allocate(Math.Min(length, filled * 2));
                    Buffer.MemoryCopy(body.Pointer, larger.Pointer, larger.Capacity, filled);
                    body.Release();
                    body = larger;
                }

                int step = (int)Math.Min(Math.Min(length, body.Capacity) - filled, 1 << 30);
                ReadExactly(new Span<byte>(body.Pointer + filled, step));
                filled += step;
            }

            return body;
        }
        catch
        {
            body.Release();
            throw;
        }
    }

    private void ReadExactly(Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            Truncated();
    }

    private void CheckRemaining(long length)
    {
        if (stream.CanSeek && length > stream.Length - stream.Position)
            Truncated();
    }

    private static void Truncated() => ArrowFormatException.Throw("it ends inside a message");
}
