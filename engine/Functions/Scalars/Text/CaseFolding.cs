using System.Buffers;
using System.Text;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Upper and lower case of UTF-8 text, code point by code point, without any language's own rules. Invalid bytes become the replacement character.</summary>
internal static class CaseFolding
{
    public static void Lower(ReadOnlySpan<byte> text, IBufferWriter<byte> target) => Fold(text, target, upper: false);

    public static void Upper(ReadOnlySpan<byte> text, IBufferWriter<byte> target) => Fold(text, target, upper: true);

    /// <summary>A lower-case copy.</summary>
    public static byte[] Lower(ReadOnlySpan<byte> text)
    {
        var target = new ArrayBufferWriter<byte>(Math.Max(text.Length, 1));
        Lower(text, target);
        return target.WrittenSpan.ToArray();
    }

    /// <summary>A code point as a word begins with it: the upper case of its lower case.</summary>
    public static void Title(ReadOnlySpan<byte> codePoint, IBufferWriter<byte> target)
    {
        Rune.DecodeFromUtf8(codePoint, out var rune, out _);
        Write(Rune.ToLowerInvariant(rune), target, upper: true);
    }

    private static void Fold(ReadOnlySpan<byte> text, IBufferWriter<byte> target, bool upper)
    {
        while (!text.IsEmpty)
        {
            // Stops before the first byte that is not ASCII.
            var span = target.GetSpan(text.Length);
            _ = upper ? Ascii.ToUpper(text, span, out var done) : Ascii.ToLower(text, span, out done);
            target.Advance(done);
            text = text[done..];
            while (!text.IsEmpty && text[0] >= 0x80)
            {
                Rune.DecodeFromUtf8(text, out var rune, out var length);
                text = text[length..];
                Write(rune, target, upper);
            }
        }
    }

    private static void Write(Rune rune, IBufferWriter<byte> target, bool upper)
    {
        // The sharp s has no single upper-case letter: Java writes two.
        if (upper && rune.Value == 'ß')
            target.Write("SS"u8);
        else
            target.Advance((upper ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)).EncodeToUtf8(target.GetSpan(4)));
    }
}
