using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spindle.Columnar.Compression;

/// <summary>The copies that Lempel-Ziv decoders are made of. Pointers are trusted: callers prove the bounds.</summary>
internal static unsafe class ByteCopy
{
    /// <summary>The bytes that <see cref="Wild16"/> and <see cref="OverlappingWild"/> may touch past the end.</summary>
    internal const int Slack = 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy8(byte* from, byte* to) => Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy16(byte* from, byte* to) => Vector128.Load(from).Store(to);

    /// <summary>Copies in 16-byte steps, reading and writing up to 15 bytes past <paramref name="length"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Wild16(byte* from, byte* to, long length)
    {
        byte* end = to + length;
        do
        {
            Vector128.Load(from).Store(to);
            from += 16;
            to += 16;
        }
        while (to < end);
    }

    /// <summary>
    /// Repeats the <paramref name="offset"/> bytes before <paramref name="to"/> for <paramref name="length"/> bytes,
    /// writing up to <see cref="Slack"/> bytes past the end. An offset under 16 is first widened to a multiple of
    /// itself that is at least 16, after which 16-byte steps read only what is already written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void OverlappingWild(byte* to, long offset, long length)
    {
        if (offset >= 16)
        {
            Wild16(to - offset, to, length);
            return;
        }

        RepeatPattern(to, offset, length);
    }

    /// <summary>Row p picks bytes 0 to p - 1 again and again: the first 16 bytes of a pattern of period p.</summary>
    private static readonly byte[] PatternTable =
        [.. Enumerable.Range(0, 16).SelectMany(period => Enumerable.Range(0, 16).Select(i => (byte)(i % Math.Max(1, period))))];

    /// <summary>By period, the largest multiple of it up to 16: stepping by it keeps the phase.</summary>
    private static ReadOnlySpan<byte> PatternSteps => [0, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RepeatPattern(byte* to, long offset, long length)
    {
        // Loads past what is written yet; the shuffle takes only bytes before it.
        Vector128<byte> pattern = Vector128.Shuffle(
            Vector128.Load(to - offset),
            Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(PatternTable), (nuint)offset * 16));
        long step = Unsafe.Add(ref MemoryMarshal.GetReference(PatternSteps), (nint)offset);
        byte* end = to + length;
        do
        {
            pattern.Store(to);
            to += step;
        }
        while (to < end);
    }

    /// <summary>Repeats as <see cref="OverlappingWild"/> does, touching nothing past the end: for the last bytes.</summary>
    internal static void OverlappingExact(byte* to, long offset, long length)
    {
        byte* from = to - offset;
        if (offset >= length)
        {
            Buffer.MemoryCopy(from, to, length, length);
            return;
        }

        for (long i = 0; i < length; i++)
        {
            to[i] = from[i];
        }
    }
}
