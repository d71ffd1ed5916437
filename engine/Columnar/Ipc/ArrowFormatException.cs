using System.Diagnostics.CodeAnalysis;

namespace Spindle.Columnar.Ipc;

/// <summary>
/// Bytes that are no valid Arrow IPC message, or hold what the engine has no type for. Who knows the file's name says it.
/// </summary>
public sealed class ArrowFormatException(string detail, Exception? cause = null) : IOException($"Arrow IPC: {detail}", cause)
{
    [DoesNotReturn]
    internal static void Throw(string detail) => throw new ArrowFormatException(detail);
}
