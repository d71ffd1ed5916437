using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;

namespace Spindle.Columnar.Compression;

/// <summary>One Brotli stream, by .NET's own codec.</summary>
/// <param name="quality">0 (fastest) to 11 (smallest).</param>
public sealed class BrotliCompressor(int quality = 4) : ICompressor
{
    private const int WindowBits = 22;

    /// <inheritdoc/>
    public CompressionCodec Codec => CompressionCodec.Brotli;

    /// <inheritdoc/>
    public int MaxCompressedLength(int length) => BrotliEncoder.GetMaxCompressedLength(length);

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        CompressionBounds.CheckDestination(destination.Length, MaxCompressedLength(source.Length));
        if (!BrotliEncoder.TryCompress(source, destination, out int written, quality, WindowBits))
            throw new UnreachableException("Brotli exceeded its own bound.");

        return written;
    }

    /// <inheritdoc/>
    public void Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.IsEmpty && destination.IsEmpty)
            return;

        using var decoder = new BrotliDecoder();
        OperationStatus status = decoder.Decompress(source, destination, out int consumed, out int produced);
        source = source[consumed..];
        if (status == OperationStatus.DestinationTooSmall && produced == destination.Length)
        {
            // Without room the decoder does not look whether the stream ends here.
            Span<byte> surplus = stackalloc byte[1];
            status = decoder.Decompress(source, surplus, out consumed, out int excess);
            source = source[consumed..];
            produced += excess;
        }

        if (status != OperationStatus.Done || produced != destination.Length || !source.IsEmpty)
        {
            string outcome = status switch
            {
                OperationStatus.Done => $"it decodes to {produced} bytes with {source.Length} bytes left over, where {destination.Length} are expected",
                OperationStatus.NeedMoreData => "it ends inside the stream",
                OperationStatus.DestinationTooSmall => "it decodes to more bytes than expected",
                _ => "the stream breaks Brotli's rules",
            };
            CompressionException.Throw(Codec, outcome);
        }
    }
}
