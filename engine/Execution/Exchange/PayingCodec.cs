using Spindle.Columnar.Compression;

namespace Spindle.Execution.Exchange;

/// <summary>
/// A codec as long as it pays: where frames hardly shrink (numbers that are narrow already, digests), most go unpacked, and one now and then is tried again. Packing a byte takes about as long as
/// moving two. One thread's.
/// </summary>
internal sealed class PayingCodec(ICompressor codec)
{
    private const double LeastSaved = 0.2;
    private const int FramesUnpacked = 31;

    private static readonly ICompressor None = CompressorSet.Default[CompressionCodec.Uncompressed];

    private int unpacked;

    /// <summary>What the next frame is packed with.</summary>
    public ICompressor Next() => unpacked > 0 ? None : codec;

    /// <summary>Takes note of how the frame came out.</summary>
    public void Packed(int plainLength, int length)
    {
        if (unpacked > 0)
            unpacked--;
        else if (length > plainLength * (1 - LeastSaved))
            unpacked = FramesUnpacked;
    }
}
