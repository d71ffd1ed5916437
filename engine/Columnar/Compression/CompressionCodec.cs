namespace Spindle.Columnar.Compression;

/// <summary>The compressed forms that files and messages carry.</summary>
public enum CompressionCodec
{
    /// <summary>The bytes as they are.</summary>
    Uncompressed,

    /// <summary>Raw Snappy: a length, then literals and copies; no framing.</summary>
    Snappy,

    /// <summary>One or more gzip members (RFC 1952).</summary>
    Gzip,

    /// <summary>One Brotli stream (RFC 7932).</summary>
    Brotli,

    /// <summary>One LZ4 block without any framing: Parquet's LZ4_RAW.</summary>
    Lz4Block,

    /// <summary>The LZ4 frame format with its checksums: Arrow IPC's LZ4_FRAME.</summary>
    Lz4Frame,

    /// <summary>LZ4 blocks behind big-endian lengths, as Hadoop writes them: Parquet's deprecated LZ4.</summary>
    Lz4Hadoop,

    /// <summary>One or more Zstandard frames (RFC 8878).</summary>
    Zstd,
}
