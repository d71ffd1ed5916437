using System.Diagnostics.CodeAnalysis;

namespace Spindle.Columnar.Compression;

/// <summary>
/// Compressed bytes that do not decode to exactly the announced number of bytes: truncated, corrupt, or of another codec.
/// </summary>
public sealed class CompressionException : IOException
{
    /// <summary>Makes the error for <paramref name="codec"/>; <paramref name="detail"/> says what is wrong.</summary>
    public CompressionException(CompressionCodec codec, string detail, Exception? cause = null)
        : base($"Corrupt {codec} data: {detail}", cause) => Codec = codec;

    /// <summary>The codec whose rules the bytes break.</summary>
    public CompressionCodec Codec { get; }

    [DoesNotReturn]
    internal static void Throw(CompressionCodec codec, string detail) => throw new CompressionException(codec, detail);
}
