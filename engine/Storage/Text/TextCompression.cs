using Spindle.Columnar.Errors;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>How a text file as a whole is compressed.</summary>
internal enum TextCompression : byte
{
    None,
    Gzip,
    Zstd,
}

internal static class TextCompressions
{
    /// <summary>By the file's ending.</summary>
    /// <exception cref="SpindleException">The ending is that of a compression that is not read.</exception>
    public static TextCompression Of(string path)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return TextCompression.Gzip;
        if (path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase))
            return TextCompression.Zstd;
        foreach (var ending in new[] { ".bz2", ".lz4", ".snappy", ".xz", ".deflate" })
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                throw new SpindleException(StorageErrors.CannotRead, $"{path} is compressed in a way that is not read ({ending[1..]}): decompress it, or compress it with gzip or zstd",
                    parameters: new Dictionary<string, string> { ["path"] = path });
        return TextCompression.None;
    }

    /// <summary>By the option <c>compression</c> (or <c>codec</c>) of a writer.</summary>
    public static TextCompression Of(FormatOptions options) => (options["compression"] ?? options["codec"])?.ToLowerInvariant() switch
    {
        null or "none" or "uncompressed" => TextCompression.None,
        "gzip" => TextCompression.Gzip,
        "zstd" => TextCompression.Zstd,
        var other => throw FormatOptions.Invalid("compression", other, "none, gzip or zstd"),
    };

    public static string EndingOf(TextCompression compression) => compression switch
    {
        TextCompression.Gzip => ".gz",
        TextCompression.Zstd => ".zst",
        _ => "",
    };
}
