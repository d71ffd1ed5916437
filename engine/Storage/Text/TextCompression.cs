using Spindle.Columnar.Errors;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>How a text file as a whole is compressed.</summary>
internal enum TextCompression : byte
{
    None,
    Gzip,
}

internal static class TextCompressions
{
    /// <summary>By the file's ending.</summary>
    /// <exception cref="SpindleException">The ending is that of a compression that is not read.</exception>
    public static TextCompression Of(string path)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return TextCompression.Gzip;
        foreach (var ending in new[] { ".bz2", ".zst", ".lz4", ".snappy", ".xz", ".deflate" })
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                throw new SpindleException(StorageErrors.CannotRead, $"{path} is compressed in a way that is not read ({ending[1..]}): decompress it, or compress it with gzip",
                    parameters: new Dictionary<string, string> { ["path"] = path });
        return TextCompression.None;
    }

    /// <summary>By the option <c>compression</c> (or <c>codec</c>) of a writer.</summary>
    public static TextCompression Of(FormatOptions options) => (options["compression"] ?? options["codec"])?.ToLowerInvariant() switch
    {
        null or "none" or "uncompressed" => TextCompression.None,
        "gzip" => TextCompression.Gzip,
        var other => throw FormatOptions.Invalid("compression", other, "none or gzip"),
    };

    public static string EndingOf(TextCompression compression) => compression == TextCompression.Gzip ? ".gz" : "";
}
