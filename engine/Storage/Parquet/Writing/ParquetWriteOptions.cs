using Spindle.Columnar.Compression;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>How a file is written. The names of the options are Spark's and parquet-mr's.</summary>
internal sealed record ParquetWriteOptions
{
    public Codec Codec { get; init; } = Codec.Snappy;

    /// <summary>The codec's level; -1 for its usual one.</summary>
    public int Level { get; init; } = -1;

    /// <summary>Rows of a row group: sixty batches, what one split reads.</summary>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>Bytes of gathered values at which a row group ends early.</summary>
    public long RowGroupBytes { get; init; } = 64 << 20;

    /// <summary>Rows of a page at most; a multiple of a batch, so that batches do not cross pages.</summary>
    public int PageRows { get; init; } = 20_480;

    public int PageBytes { get; init; } = 1 << 20;

    public bool SecondVersion { get; init; }

    public bool Dictionary { get; init; } = true;

    /// <summary>Bounds of strings are cut to so many bytes.</summary>
    public int BoundBytes { get; init; } = 64;

    public double BloomFalsePositives { get; init; } = 0.01;

    public int BloomBytes { get; init; } = 1 << 20;

    private Func<string, bool> HasBloom { get; init; } = _ => false;

    private Func<string, string?> EncodingName { get; init; } = _ => null;

    private Func<string, string?> OwnEncodingName { get; init; } = _ => null;

    private Func<string, bool?> DictionaryOf { get; init; } = _ => null;

    public bool WantsBloom(string path) => HasBloom(path);

    public bool WantsDictionary(string path) => DictionaryOf(path) ?? Dictionary;

    /// <exception cref="Columnar.Errors.SpindleException">An option has a value that it does not take.</exception>
    public static ParquetWriteOptions From(FormatOptions options)
    {
        var standard = new ParquetWriteOptions();
        return new ParquetWriteOptions
        {
            Codec = CodecOf(options["compression"] ?? options["parquet.compression"] ?? "snappy"),
            Level = (int)options.Whole("parquet.compression.level", -1, -1, 22),
            RowGroupRows = (int)options.Whole("parquet.block.row.count.limit", standard.RowGroupRows, 1, int.MaxValue),
            RowGroupBytes = options.Whole("parquet.block.size", standard.RowGroupBytes, 1, 1L << 40),
            PageRows = (int)options.Whole("parquet.page.row.count.limit", standard.PageRows, 1, int.MaxValue),
            PageBytes = (int)options.Whole("parquet.page.size", standard.PageBytes, 1, 1 << 30),
            SecondVersion = VersionOf(options["parquet.writer.version"] ?? "v1"),
            Dictionary = options.Boolean("parquet.enable.dictionary", true),
            HasBloom = path => options.Boolean($"parquet.bloom.filter.enabled#{path}", options.Boolean("parquet.bloom.filter.enabled", false)),
            EncodingName = path => options[$"parquet.encoding#{path}"] ?? options["parquet.encoding"],
            OwnEncodingName = path => options[$"parquet.encoding#{path}"],
            DictionaryOf = path => options[$"parquet.enable.dictionary#{path}"] is null ? null : options.Boolean($"parquet.enable.dictionary#{path}", true),
            BloomBytes = (int)options.Whole("parquet.bloom.filter.max.bytes", standard.BloomBytes, 32, 128 << 20),
        };
    }

    public ICompressor? Compressor => Codec == Codec.Uncompressed ? null
        : Level < 0 ? CompressorSet.Default[Reading.Codecs.Of(Codec)] : CompressorSet.Default.WithLevel(Reading.Codecs.Of(Codec), Level);

    /// <summary>The encoding of a leaf's values where they have no dictionary: what was asked for where it fits, else what the version has.</summary>
    public Encoding PlainFor(string path, PhysicalKind kind)
    {
        var wanted = EncodingName(path)?.ToUpperInvariant() switch
        {
            null => Standard(kind),
            "PLAIN" => Encoding.Plain,
            "DELTA_BINARY_PACKED" => Encoding.DeltaBinaryPacked,
            "DELTA_LENGTH_BYTE_ARRAY" => Encoding.DeltaLengthByteArray,
            "DELTA_BYTE_ARRAY" => Encoding.DeltaByteArray,
            "BYTE_STREAM_SPLIT" => Encoding.ByteStreamSplit,
            "RLE" => Encoding.Rle,
            var other => throw FormatOptions.Invalid("parquet.encoding", other, "PLAIN, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT or RLE"),
        };
        var fits = (wanted, kind) switch
        {
            (Encoding.DeltaBinaryPacked, PhysicalKind.Int32 or PhysicalKind.Int64) => true,
            (Encoding.DeltaLengthByteArray or Encoding.DeltaByteArray, PhysicalKind.ByteArray) => true,
            (Encoding.ByteStreamSplit, PhysicalKind.Float or PhysicalKind.Double) => true,

            // Not every reader splits other types: only where they are named.
            (Encoding.ByteStreamSplit, PhysicalKind.Int32 or PhysicalKind.Int64 or PhysicalKind.FixedLenByteArray) => OwnEncodingName(path) is not null,
            (Encoding.Rle, PhysicalKind.Boolean) => true,
            _ => false,
        };
        return fits ? wanted : Encoding.Plain;
    }

    /// <summary>The codec's part of a file's name.</summary>
    public static string ExtensionOf(Codec codec) => codec switch
    {
        Codec.Uncompressed => "",
        Codec.Gzip => ".gz",
        Codec.Lz4Raw => ".lz4raw",
        _ => "." + codec.ToString().ToLowerInvariant(),
    };

    private Encoding Standard(PhysicalKind kind) => !SecondVersion ? Encoding.Plain : kind switch
    {
        PhysicalKind.Boolean => Encoding.Rle,
        PhysicalKind.Int32 or PhysicalKind.Int64 => Encoding.DeltaBinaryPacked,
        PhysicalKind.ByteArray => Encoding.DeltaByteArray,
        _ => Encoding.Plain,
    };

    private static Codec CodecOf(string name) => name.ToLowerInvariant() switch
    {
        "none" or "uncompressed" => Codec.Uncompressed,
        "snappy" => Codec.Snappy,
        "gzip" => Codec.Gzip,
        "brotli" => Codec.Brotli,
        "lz4" => Codec.Lz4,
        "lz4_raw" or "lz4raw" => Codec.Lz4Raw,
        "zstd" => Codec.Zstd,
        _ => throw FormatOptions.Invalid("compression", name, "none, snappy, gzip, brotli, lz4, lz4_raw or zstd"),
    };

    private static bool VersionOf(string name) => name.ToLowerInvariant() switch
    {
        "v1" or "1" or "parquet_1_0" => false,
        "v2" or "2" or "parquet_2_0" => true,
        _ => throw FormatOptions.Invalid("parquet.writer.version", name, "v1 or v2"),
    };
}
