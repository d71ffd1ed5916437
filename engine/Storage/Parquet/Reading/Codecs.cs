using Spindle.Columnar.Compression;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>The format's codec numbers as the engine's codecs.</summary>
internal static class Codecs
{
    public static CompressionCodec Of(Codec codec) => codec switch
    {
        Codec.Uncompressed => CompressionCodec.Uncompressed,
        Codec.Snappy => CompressionCodec.Snappy,
        Codec.Gzip => CompressionCodec.Gzip,
        Codec.Brotli => CompressionCodec.Brotli,
        Codec.Lz4 => CompressionCodec.Lz4Hadoop,
        Codec.Zstd => CompressionCodec.Zstd,
        Codec.Lz4Raw => CompressionCodec.Lz4Block,
        _ => throw new ParquetFormatException($"the codec {codec} is not supported: it is not in use any more"),
    };

    /// <summary>The most bytes that so many compressed ones can mean, so that a forged size is refused before it is allocated.</summary>
    public static long MostDecompressed(Codec codec, long compressed) => codec switch
    {
        Codec.Uncompressed => compressed,

        // A three-byte copy makes 64 bytes at most; one byte of LZ4 adds 255 to a length; deflate's limit is 1032.
        Codec.Snappy => compressed * 32,
        Codec.Lz4 or Codec.Lz4Raw => compressed * 256 + 64,
        Codec.Gzip => compressed * 1040,
        _ => long.MaxValue,
    };
}
