using System.Buffers;
using System.Buffers.Binary;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Spilling;

/// <summary>Reads a finished <see cref="SpillFile"/> from its beginning.</summary>
internal sealed class SpillReader : IDisposable
{
    private readonly FileStream? stream;
    private readonly IReadOnlyList<DataType> types;
    private byte[]? block;
    private int length;
    private int next;

    public SpillReader(string? path, IReadOnlyList<DataType> types)
    {
        this.types = types;
        stream = path is null ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    public RecordBatch? Read(MemoryBudget budget)
    {
        if (next >= length && !NextBlock())
            return null;
        var rest = block.AsSpan(next, length - next);
        ReadOnlySpan<byte> unread = rest;
        var batch = BatchBytes.Read(ref unread, types, budget);
        next = length - unread.Length;
        return batch;
    }

    /// <summary>Goes on at a place that <see cref="SpillFile.Mark"/> gave.</summary>
    public void Seek(long position)
    {
        (next, length) = (0, 0);
        if (stream is not null)
            stream.Position = position;
    }

    public void Dispose()
    {
        stream?.Dispose();
        Return();
    }

    private bool NextBlock()
    {
        Span<byte> head = stackalloc byte[8];
        (next, length) = (0, 0);
        if (stream is null || stream.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
        {
            Return();
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(head);
        var packedLength = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (block is null || block.Length < length)
        {
            Return();
            block = ArrayPool<byte>.Shared.Rent(length);
        }

        var packed = ArrayPool<byte>.Shared.Rent(packedLength);
        try
        {
            stream.ReadExactly(packed, 0, packedLength);
            SpillFile.Codec.Decompress(packed.AsSpan(0, packedLength), block.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }

        return true;
    }

    private void Return()
    {
        if (block is not null)
            ArrayPool<byte>.Shared.Return(block);
        block = null;
    }
}
