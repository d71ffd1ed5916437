namespace Spindle.Columnar.Compression;

/// <summary>
/// One codec over whole buffers. Implementations hold no per-call state and may be shared by threads.
/// </summary>
public interface ICompressor
{
    /// <summary>What the bytes are.</summary>
    CompressionCodec Codec { get; }

    /// <summary>The room that <see cref="Compress"/> asks for, in bytes, whatever the input holds.</summary>
    /// <exception cref="OverflowException">The bound does not fit an <see cref="int"/>.</exception>
    int MaxCompressedLength(int length);

    /// <summary>Compresses all of <paramref name="source"/> and returns the number of bytes written.</summary>
    /// <param name="source">The bytes to compress.</param>
    /// <param name="destination">At least <see cref="MaxCompressedLength"/> bytes; does not overlap the source.</param>
    /// <exception cref="ArgumentException">The destination is shorter than that.</exception>
    int Compress(ReadOnlySpan<byte> source, Span<byte> destination);

    /// <summary>Decompresses all of <paramref name="source"/> into exactly all of <paramref name="destination"/>.</summary>
    /// <exception cref="CompressionException">
    /// The source is corrupt, or decodes to more or fewer bytes. The destination's content is then unspecified; nothing
    /// outside either span is touched.
    /// </exception>
    void Decompress(ReadOnlySpan<byte> source, Span<byte> destination);
}
