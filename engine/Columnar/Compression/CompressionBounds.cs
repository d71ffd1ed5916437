using System.Diagnostics.CodeAnalysis;

namespace Spindle.Columnar.Compression;

/// <summary>The contract that lets encoders write without checking every byte.</summary>
internal static class CompressionBounds
{
    internal static void CheckDestination(int available, int needed)
    {
        if (available < needed)
            ThrowTooShort(available, needed);
    }

    [DoesNotReturn]
    private static void ThrowTooShort(int available, int needed) => throw new ArgumentException(
        $"The destination has {available} bytes; compressing asks for {needed} (MaxCompressedLength).", "destination");
}
