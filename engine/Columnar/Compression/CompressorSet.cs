using System.Diagnostics;

namespace Spindle.Columnar.Compression;

/// <summary>The codecs that a process works with: one place decides between native libraries and managed code.</summary>
public sealed class CompressorSet
{
    private readonly Func<int, ICompressor> makeZstd;
    private readonly ICompressor[] byCodec;

    private CompressorSet(Func<int, ICompressor> makeZstd)
    {
        this.makeZstd = makeZstd;
        byCodec = [.. Enum.GetValues<CompressionCodec>().Select(codec => Make(codec))];
    }

    /// <summary>Native libraries where this machine has them, else managed code.</summary>
    public static CompressorSet Default { get; } =
        NativeZstdCompressor.IsAvailable ? new(level => new NativeZstdCompressor(level)) : new(_ => new ManagedZstdCompressor());

    /// <summary>Managed code alone, as on a machine without the libraries.</summary>
    public static CompressorSet Managed { get; } = new(_ => new ManagedZstdCompressor());

    /// <summary>The shared compressor of a codec at its default level.</summary>
    public ICompressor this[CompressionCodec codec] => byCodec[(int)codec];

    /// <summary>A compressor at a level of the codec's own scale; codecs without levels ignore it.</summary>
    public ICompressor WithLevel(CompressionCodec codec, int level) => codec switch
    {
        CompressionCodec.Zstd => makeZstd(level),
        CompressionCodec.Brotli => new BrotliCompressor(Math.Clamp(level, 0, 11)),
        CompressionCodec.Gzip => new GzipCompressor(GzipLevel(level)),
        _ => this[codec],
    };

    private ICompressor Make(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Uncompressed => new UncompressedCompressor(),
        CompressionCodec.Snappy => new SnappyCompressor(),
        CompressionCodec.Gzip => new GzipCompressor(),
        CompressionCodec.Brotli => new BrotliCompressor(),
        CompressionCodec.Lz4Block => new Lz4BlockCompressor(),
        CompressionCodec.Lz4Frame => new Lz4FrameCompressor(),
        CompressionCodec.Lz4Hadoop => new Lz4HadoopCompressor(),
        CompressionCodec.Zstd => makeZstd(NativeZstdCompressor.DefaultLevel),
        _ => throw new UnreachableException(),
    };

    private static System.IO.Compression.CompressionLevel GzipLevel(int level) => level switch
    {
        <= 0 => System.IO.Compression.CompressionLevel.NoCompression,
        <= 3 => System.IO.Compression.CompressionLevel.Fastest,
        <= 8 => System.IO.Compression.CompressionLevel.Optimal,
        _ => System.IO.Compression.CompressionLevel.SmallestSize,
    };
}
