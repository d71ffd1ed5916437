using System.IO.Compression;

namespace Spindle.Columnar.Compression;

/// <summary>Gzip members, by .NET's own codec, which verifies their CRC-32 and length.</summary>
public sealed class GzipCompressor(CompressionLevel level = CompressionLevel.Optimal) : ICompressor
{
    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Gzip;

    /// <summary>Deflate stores what it cannot shrink in blocks with 5 bytes each; header and trailer are 18 bytes.</summary>
    public int MaxCompressedLength(int length) => checked(length + (length >> 8) + 64);

    /// <inheritdoc/>
    public unsafe int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        fixed (byte* output = destination)
        {
            using var stream = new UnmanagedMemoryStream(output, 0, destination.Length, FileAccess.Write);
            using (var gzip = new GZipStream(stream, level, leaveOpen: true))
            {
                // Without a write the stream would come out empty, which is no member.
                gzip.Write(source);
            }

            if (stream.Length == 0)
            {
                EmptyMember.CopyTo(destination);
                return EmptyMember.Length;
            }

            return (int)stream.Length;
        }
    }

    private static ReadOnlySpan<byte> EmptyMember => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public unsafe void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty)
        {
            if (!destination.IsEmpty)
                CompressionException.Throw(Codec, "it is empty");
            return;
        }

        fixed (byte* input = source)
        {
            using var stream = new UnmanagedMemoryStream(input, source.Length);
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            try
            {
                int produced = gzip.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
                if (produced != destination.Length)
                    CompressionException.Throw(Codec, $"it decodes to {produced} bytes where {destination.Length} are expected");

                // Reading on reaches the trailer, so that it is verified, and anything that follows.
                if (gzip.ReadByte() >= 0)
                    CompressionException.Throw(Codec, "it decodes to more bytes than expected");
            }
            catch (InvalidDataException cause)
            {
                throw new CompressionException(Codec, cause.Message, cause);
            }
        }
    }
}
