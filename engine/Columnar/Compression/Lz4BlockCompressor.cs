namespace Spindle.Columnar.Compression;

/// <summary>One LZ4 block without framing (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md).</summary>
public sealed class Lz4BlockCompressor : ICompressor
{
    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Lz4Block;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => Lz4BlockEncoder.Bound(length);

    /// <inheritdoc/>
    public unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        fixed (byte* input = source, output = destination)
        {
            return (int)(Lz4BlockEncoder.Encode(input, source.Length, output) - output);
        }
    }

    /// <inheritdoc/>
    public void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && destination.IsEmpty)
            return;

        int produced = DecodeBlock(source, destination, 0, Codec);
        if (produced != destination.Length)
            CompressionException.Throw(Codec, $"it decodes to {produced} bytes where {destination.Length} are expected");
    }

    /// <summary>
    /// Decodes a block to <paramref name="at"/> and after; matches may reach back to the buffer's beginning. Returns the
    /// number of bytes produced.
    /// </summary>
    internal static unsafe int DecodeBlock(ReadOnlySpan<byte> source, Span<byte> buffer, int at, CompressionCodec codec)
    {
        if (at == buffer.Length)
        {
            // The only block without content is one empty last sequence.
            if (source.Length != 1 || source[0] != 0)
                CompressionException.Throw(codec, "it decodes to more bytes than expected");
            return 0;
        }

        fixed (byte* input = source, output = buffer)
        {
            return (int)Lz4BlockDecoder.Decode(input, input + source.Length, output, output + at, output + buffer.Length, codec);
        }
    }
}
