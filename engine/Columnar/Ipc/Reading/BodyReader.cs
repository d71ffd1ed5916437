using System.Runtime.CompilerServices;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>Bytes of a message's body, decompressed. The owner's reference is held by the body's list.</summary>
internal readonly unsafe record struct BodyBuffer(NativeBuffer Owner, nint Address, long Length)
{
    internal byte* Pointer => (byte*)Address;
}

/// <summary>Hands out the nodes and buffers of one batch in order, with every range checked against the body.</summary>
internal sealed unsafe class BodyReader(
    BatchHeader header, NativeBuffer body, long bodyLength, CompressorSet compressors, MemoryBudget budget, PendingReferences pending)
{
    /// <summary>A compressed block of four bytes stands for 128 KiB at most, in any of the codecs.</summary>
    private const long MaxExpansion = 1 << 16;

    /// <summary>Below the largest int32 by enough that rounding up to whole words stays one.</summary>
    internal const int MaxLanes = int.MaxValue - 64;

    private int nextNode;
    private int nextBuffer;
    private int nextVariadic;

    internal FieldNode TakeNode()
    {
        if (nextNode == header.Nodes.Length)
            ArrowFormatException.Throw("a batch has fewer nodes than its schema has fields");

        FieldNode node = header.Nodes[nextNode++];
        if (node.Length is < 0 or > MaxLanes)
            ArrowFormatException.Throw($"a column has {node.Length} lanes");
        return node;
    }

    internal int TakeVariadicCount()
    {
        if (nextVariadic == header.VariadicCounts.Length)
            ArrowFormatException.Throw("a batch has fewer variadic buffer counts than view columns");

        long count = header.VariadicCounts[nextVariadic++];
        if (count < 0 || count > header.Buffers.Length - nextBuffer)
            ArrowFormatException.Throw($"a view column has {count} data buffers");
        return (int)count;
    }

    /// <summary>The next buffer, of at least that many bytes.</summary>
    internal BodyBuffer Take(long atLeast)
    {
        BodyBuffer buffer = Take();
        if (buffer.Length < atLeast)
            ArrowFormatException.Throw($"a buffer has {buffer.Length} bytes where {atLeast} are needed");
        return buffer;
    }

    internal BodyBuffer Take()
    {
        if (nextBuffer == header.Buffers.Length)
            ArrowFormatException.Throw("a batch has fewer buffers than its columns need");

        BufferRange range = header.Buffers[nextBuffer++];
        if (range.Offset < 0 || range.Length < 0 || range.Offset > bodyLength || range.Length > bodyLength - range.Offset)
            ArrowFormatException.Throw("a buffer lies outside of its message's body");

        byte* start = body.Pointer + range.Offset;
        if (header.Compression == CompressionCodec.Uncompressed || range.Length == 0)
            return new BodyBuffer(pending.Hold(body.Retain()), (nint)start, range.Length);
        return Decompress(start, range.Length);
    }

    /// <summary>A compressed buffer begins with its decoded length; -1 says that it is stored as it is.</summary>
    private BodyBuffer Decompress(byte* start, long length)
    {
        if (length < 8)
            ArrowFormatException.Throw("a compressed buffer has no length");

        long decoded = Unsafe.ReadUnaligned<long>(start);
        start += 8;
        length -= 8;
        if (decoded == -1)
            return new BodyBuffer(pending.Hold(body.Retain()), (nint)start, length);
        if (decoded < 0 || decoded > int.MaxValue || length > int.MaxValue || decoded / MaxExpansion > length)
            ArrowFormatException.Throw($"a compressed buffer of {length} bytes announces {decoded}");

        NativeBuffer buffer = pending.Hold(budget.Allocate(decoded));
        try
        {
            compressors[header.Compression].Decompress(new ReadOnlySpan<byte>(start, (int)length), new Span<byte>(buffer.Pointer, (int)decoded));
        }
        catch (CompressionException cause)
        {
            throw new ArrowFormatException(cause.Message, cause);
        }

        return new BodyBuffer(buffer, (nint)buffer.Pointer, decoded);
    }

    /// <summary>
    /// A buffer that a vector may own: at least <paramref name="capacity"/> bytes readable, of which
    /// <paramref name="used"/> are the body's. The buffer is held.
    /// </summary>
    internal NativeBuffer Own(BodyBuffer source, long used, long capacity)
    {
        if (source.Owner != body && source.Owner.Capacity >= capacity)
            return source.Owner;

        NativeBuffer copy = pending.Hold(budget.Allocate(capacity));
        Buffer.MemoryCopy(source.Pointer, copy.Pointer, copy.Capacity, used);
        Drop(source);
        return copy;
    }

    /// <summary>Ends the use of a buffer that no vector keeps.</summary>
    internal void Drop(BodyBuffer source) => pending.Give(source.Owner).Release();
}
