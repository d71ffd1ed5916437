using Spindle.Columnar.Compression;

namespace Spindle.Execution.Exchange;

/// <summary>How map outputs are written.</summary>
/// <param name="Codec">What frames are packed with: LZ4 on fast disks and networks, Zstd on slow ones, or nothing.</param>
/// <param name="SpillEverything">For tests: frames go to disk as early as they can.</param>
public sealed record ExchangeOptions(CompressionCodec Codec = CompressionCodec.Lz4Block, bool SpillEverything = false)
{
    public static readonly ExchangeOptions Default = new();
}
