using System.Runtime.CompilerServices;
using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;

namespace Spindle.Columnar.Ipc.Writing;

/// <summary>
/// The nodes and buffers of a batch as they will stand in its body, each padded to 64 bytes. Holds references until it
/// is disposed of.
/// </summary>
internal sealed unsafe class EncodedBody(ArrowWriteOptions options, MemoryBudget budget) : IDisposable
{
    private const int Alignment = 64;

    private readonly List<FieldNode> nodes = [];
    private readonly List<BufferRange> ranges = [];
    private readonly List<nint> addresses = [];
    private readonly List<NativeBuffer> owned = [];
    private readonly List<Action> releases = [];

    /// <summary>Bytes of the body, padding included.</summary>
    internal long Length { get; private set; }

    internal void AddNode(int lanes, int nulls) => nodes.Add(new FieldNode(lanes, nulls));

    /// <summary>A scratch buffer that lives as long as this body.</summary>
    internal NativeBuffer Allocate(long bytes)
    {
        NativeBuffer buffer = budget.Allocate(bytes);
        owned.Add(buffer);
        return buffer;
    }

    /// <summary>Runs when the body has been written.</summary>
    internal void OnDispose(Action release) => releases.Add(release);

    /// <summary>Adds a buffer, compressed if the options say so; the bytes must stay until the body is written.</summary>
    /// <param name="bytes">May be null where there are none.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="isWide">
    /// True for 16-byte values: these are never stored as they are in a compressed body, where the 8-byte length would
    /// put them off their alignment, which some readers (Polars) refuse.
    /// </param>
    internal void AddBuffer(byte* bytes, long length, bool isWide = false)
    {
        if (length > 0 && options.Compression != CompressionCodec.Uncompressed)
        {
            (nint compressed, length) = Compress(bytes, length, isWide);
            bytes = (byte*)compressed;
        }

        ranges.Add(new BufferRange(Length, length));
        addresses.Add((nint)bytes);
        Length += Padded(length);
    }

    internal BatchHeader Header(int lanes) => new(lanes, [.. nodes], [.. ranges], options.Compression, []);

    internal void WriteTo(Stream stream)
    {
        ReadOnlySpan<byte> zeros = stackalloc byte[Alignment];
        for (int i = 0; i < ranges.Count; i++)
        {
            long length = ranges[i].Length;
            for (long done = 0; done < length;)
            {
                int step = (int)Math.Min(length - done, 1 << 30);
                stream.Write(new ReadOnlySpan<byte>((byte*)addresses[i] + done, step));
                done += step;
            }

            stream.Write(zeros[..(int)(Padded(length) - length)]);
        }
    }

    public void Dispose()
    {
        foreach (NativeBuffer buffer in owned)
        {
            buffer.Release();
        }

        foreach (Action release in releases)
        {
            release();
        }

        owned.Clear();
        releases.Clear();
    }

    /// <summary>The decoded length, then the compressed bytes; or -1 and the bytes as they are where that is shorter.</summary>
    private (nint Bytes, long Length) CompressInto(byte* bytes, int length, bool always)
    {
        ICompressor compressor = options.Compressors[options.Compression];
        NativeBuffer target = Allocate(8L + Math.Max(length, compressor.MaxCompressedLength(length)));
        var room = new Span<byte>(target.Pointer + 8, compressor.MaxCompressedLength(length));
        int compressed = compressor.Compress(new ReadOnlySpan<byte>(bytes, length), room);
        if (always || compressed < length)
        {
            Unsafe.WriteUnaligned(target.Pointer, (long)length);
            return ((nint)target.Pointer, 8L + compressed);
        }

        Unsafe.WriteUnaligned(target.Pointer, -1L);
        Buffer.MemoryCopy(bytes, target.Pointer + 8, length, length);
        return ((nint)target.Pointer, 8L + length);
    }

    private (nint Bytes, long Length) Compress(byte* bytes, long length, bool always)
    {
        // Compressors take spans; a longer buffer is stored, which the format allows buffer by buffer.
        const int Longest = 1 << 30;
        if (length <= Longest)
            return CompressInto(bytes, (int)length, always);

        NativeBuffer target = Allocate(8 + length);
        Unsafe.WriteUnaligned(target.Pointer, -1L);
        Buffer.MemoryCopy(bytes, target.Pointer + 8, length, length);
        return ((nint)target.Pointer, 8 + length);
    }

    private static long Padded(long length) => length + Alignment - 1 & ~(Alignment - 1L);
}
