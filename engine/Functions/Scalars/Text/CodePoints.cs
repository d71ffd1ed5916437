using System.Runtime.CompilerServices;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Positions in UTF-8 by code points. Invalid bytes count as one each.</summary>
internal static class CodePoints
{
    /// <summary>The bytes of the code point that a byte begins, 1 for a byte that begins none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(byte first) => first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;

    /// <summary>How many code points the text has.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text.Length;
        var count = 0;
        for (var at = 0; at < text.Length; at += Length(text[at]))
            count++;
        return count;
    }

    /// <summary>The byte at which the index-th code point begins; the text's length past the last.</summary>
    public static int Offset(ReadOnlySpan<byte> text, int index)
    {
        var at = 0;
        for (; index > 0 && at < text.Length; index--)
            at += Length(text[at]);
        return Math.Min(at, text.Length);
    }
}
