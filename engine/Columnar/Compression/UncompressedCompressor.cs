namespace Spindle.Columnar.Compression;

/// <summary>The identity, so that callers need no special case.</summary>
public sealed class UncompressedCompressor : ICompressor
{
    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Uncompressed;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => length;

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, source.Length);
        source.CopyTo(destination);
        return source.Length;
    }

    /// <inheritdoc/>
    public void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length != destination.Length)
            CompressionException.Throw(Codec, $"there are {source.Length} bytes where {destination.Length} are expected");

        source.CopyTo(destination);
    }
}
