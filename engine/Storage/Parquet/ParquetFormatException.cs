using System.Diagnostics.CodeAnalysis;

namespace Spindle.Storage.Parquet;

/// <summary>Bytes that break the format's rules. Whoever knows the file and the place turns it into the user's error.</summary>
internal sealed class ParquetFormatException(string message, Exception? cause = null) : Exception(message, cause)
{
    [DoesNotReturn]
    public static void Throw(string message) => throw new ParquetFormatException(message);
}
