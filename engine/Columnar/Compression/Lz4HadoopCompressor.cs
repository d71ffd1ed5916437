using System.Buffers.Binary;

namespace Spindle.Columnar.Compression;

/// <summary>
/// LZ4 as Hadoop's block streams frame it: groups of a big-endian decoded length, then chunks of a big-endian encoded
/// length and an LZ4 block until the group is full. Parquet's deprecated LZ4 codec holds this, or in files of some
/// writers a bare block, which is read too.
/// </summary>
public sealed class Lz4HadoopCompressor : ICompressor
{
    private const int Header = 8;

    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Lz4Hadoop;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => checked(Header + Lz4BlockEncoder.Bound(length));

    /// <inheritdoc/>
    public unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        if (source.IsEmpty)
            return 0;

        fixed (byte* input = source, output = destination)
        {
            int length = (int)(Lz4BlockEncoder.Encode(input, source.Length, output + Header) - output) - Header;
            BinaryPrimitives.WriteInt32BigEndian(destination, source.Length);
            BinaryPrimitives.WriteInt32BigEndian(destination[4..], length);
            return Header + length;
        }
    }

    /// <inheritdoc/>
    public void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && destination.IsEmpty)
            return;

        if (!TryDecompressGroups(source, destination, out int produced))
            produced = Lz4BlockCompressor.DecodeBlock(source, destination, 0, Codec);
        if (produced != destination.Length)
            CompressionException.Throw(Codec, $"it decodes to {produced} bytes where {destination.Length} are expected");
    }

    /// <summary>
    /// False where the lengths do not add up, so that the bytes may be a bare block. The two cannot be confused: a
    /// group's length begins with a zero byte below 16 MiB, and no bare block begins with a match.
    /// </summary>
    private bool TryDecompressGroups(ReadOnlySpan<byte> source, Span<byte> destination, out int produced)
    {
        produced = 0;
        while (!source.IsEmpty)
        {
            if (!TryTakeLength(ref source, destination.Length - produced, out int groupLength))
                return false;

            int groupEnd = produced + groupLength;
            while (produced < groupEnd)
            {
                if (!TryTakeLength(ref source, source.Length - 4, out int length))
                    return false;

                // Chunks do not share history: each sees only its own output.
                int decoded = Lz4BlockCompressor.DecodeBlock(source[..length], destination[produced..groupEnd], 0, Codec);
                if (decoded == 0)
                    CompressionException.Throw(Codec, "a chunk decodes to nothing");

                produced += decoded;
                source = source[length..];
            }
        }

        return true;
    }

    private static bool TryTakeLength(ref ReadOnlySpan<byte> source, int max, out int length)
    {
        length = 0;
        if (source.Length < 4)
            return false;

        length = BinaryPrimitives.ReadInt32BigEndian(source);
        source = source[4..];
        return length >= 0 && length <= max;
    }
}
