using Spindle.Columnar.Compression;

namespace Spindle.Columnar.Ipc;

/// <summary>How batches are written.</summary>
public sealed record ArrowWriteOptions
{
    /// <summary>No compression, no dictionaries, instants in UTC.</summary>
    public static ArrowWriteOptions Default { get; } = new();

    /// <summary>
    /// <see cref="CompressionCodec.Uncompressed"/>, <see cref="CompressionCodec.Lz4Frame"/> or <see cref="CompressionCodec.Zstd"/>:
    /// Arrow has no other.
    /// </summary>
    public CompressionCodec Compression { get; init; } = CompressionCodec.Uncompressed;

    /// <summary>The codecs to use.</summary>
    public CompressorSet Compressors { get; init; } = CompressorSet.Default;

    /// <summary>The zone that timestamps say they are shown in; their values are instants in any case.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>
    /// Names of top-level string or binary columns to write as int32 indices. One dictionary grows over the batches, by
    /// deltas.
    /// </summary>
    public IReadOnlySet<string> DictionaryColumns { get; init; } = new HashSet<string>();
}
