using System.Buffers;

namespace Spindle.Functions.Scalars.Codecs;

/// <summary>Base 64 as mail has it: characters outside of the alphabet do not count.</summary>
internal static class Base64Text
{
    /// <summary>Appends the bytes that the digits stand for; false where the last digit completes no byte.</summary>
    public static bool Decode(ReadOnlySpan<byte> text, IBufferWriter<byte> target)
    {
        var span = target.GetSpan(text.Length * 3 / 4 + 3);
        var (bits, digits, length) = (0u, 0, 0);
        foreach (var character in text)
        {
            if (character == '=')
                break;
            if (Value(character) is not (>= 0 and var value))
                continue;
            bits = (bits << 6) | (uint)value;
            if (++digits % 4 != 0)
                continue;
            span[length++] = (byte)(bits >> 16);
            span[length++] = (byte)(bits >> 8);
            span[length++] = (byte)bits;
        }

        switch (digits % 4)
        {
            case 2:
                span[length++] = (byte)(bits >> 4);
                break;
            case 3:
                span[length++] = (byte)(bits >> 10);
                span[length++] = (byte)(bits >> 2);
                break;
        }

        target.Advance(length);
        return digits % 4 != 1;
    }

    /// <summary>True for digits and white space alone, with the padding, if any, that makes whole groups of four.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        var (digits, padding) = (0, 0);
        foreach (var character in text)
        {
            if (character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && padding == 0)
                continue;
            if (character == '=')
                padding++;
            else if (padding > 0 || Value(character) < 0)
                return false;
            else
                digits++;
        }

        return padding == 0 ? digits % 4 != 1 : padding <= 2 && digits > 0 && (digits + padding) % 4 == 0;
    }

    private static int Value(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
