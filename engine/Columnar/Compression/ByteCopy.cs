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

    private static void RepeatPattern(byte* to, long offset, long length)
    {
        if (offset == 1)
        {
            Vector128<byte> fill = Vector128.Create(to[-1]);
            byte* stop = to + length;
            do
            {
                fill.Store(to);
                to += 16;
            }
            while (to < stop);
            return;
        }

        // 16 bytes of the pattern by a byte shuffle; stepping by the largest multiple of the period keeps the phase.
        Vector128<byte> pattern = LoadPattern(to - offset, offset);
        long step = 16 / offset * offset;
        byte* end = to + length;
        do
        {
            pattern.Store(to);
            to += step;
        }
        while (to < end);
    }

    private static Vector128<byte> LoadPattern(byte* from, long period)
    {
        Vector128<byte> bytes = default;
        byte* at = (byte*)&bytes;
        for (long i = 0; i < 16; i++)
        {
            at[i] = i < period ? from[i] : at[i - period];
        }

        return bytes;
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
