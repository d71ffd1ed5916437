namespace Spindle.Columnar.Compression;

/// <summary>
/// Raw Snappy (https://github.com/google/snappy/blob/main/format_description.txt): a varint length, then elements
/// whose tag's low two bits say literal, or copy with an offset of 11, 16 or 32 bits.
/// </summary>
public sealed class SnappyCompressor : ICompressor
{
    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Snappy;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => checked(32 + length + length / 6);

    /// <inheritdoc/>
    public unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        fixed (byte* input = source, output = destination)
        {
            byte* end = SnappyEncoder.Encode(input, source.Length, output);
            return (int)(end - output);
        }
    }

    /// <inheritdoc/>
    public unsafe void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && destination.IsEmpty)
            return;

        int header = ReadLength(source, out uint length);
        if (length != (uint)destination.Length)
            CompressionException.Throw(Codec, $"the header announces {length} bytes where {destination.Length} are expected");

        if (length == 0)
        {
            if (source.Length != header)
                CompressionException.Throw(Codec, "elements follow a length of zero");
            return;
        }

        fixed (byte* input = source, output = destination)
        {
            SnappyDecoder.Decode(input + header, input + source.Length, output, output + destination.Length);
        }
    }

    /// <summary>Reads the varint that every Snappy buffer begins with; returns the number of bytes it takes.</summary>
    private static int ReadLength(ReadOnlySpan<byte> source, out uint length)
    {
        ulong value = 0;
        for (int i = 0; i < source.Length && i < 5; i++)
        {
            value |= (ulong)(source[i] & 0x7F) << 7 * i;
            if (source[i] < 0x80)
            {
                if (value > uint.MaxValue)
                    break;

                length = (uint)value;
                return i + 1;
            }
        }

        CompressionException.Throw(CompressionCodec.Snappy, "the length header is not a 32-bit varint");
        length = 0;
        return 0;
    }
}
