using Spindle.Columnar.Compression.Zstd;

namespace Spindle.Columnar.Compression;

/// <summary>
/// Zstandard in managed code, for machines without libzstd: decodes every frame that needs no dictionary; encodes
/// validly, larger than the library does.
/// </summary>
public sealed class ManagedZstdCompressor : ICompressor
{
    [ThreadStatic]
    private static ZstdFrameDecoder? decoder;

    [ThreadStatic]
    private static ZstdFrameEncoder? encoder;

    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Zstd;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => ZstdFrameEncoder.Bound(length);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        return (encoder ??= new ZstdFrameEncoder()).Encode(source, destination);
    }

    /// <inheritdoc/>
    public void Decompress(ReadOnlySpan<byte> source, Span<byte> destination) =>
        (decoder ??= new ZstdFrameDecoder()).Decode(source, destination);
}
