using System.Buffers;

namespace Spindle.Formats.Json.Writing;

/// <summary>Text in quotes, with the escapes that it needs and no others.</summary>
internal static class JsonEscapes
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(Escaped) is >= 0 and var at)
        {
            output.Write(text[..at]);
            WriteEscape(text[at], output);
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static void WriteEscape(byte symbol, IBufferWriter<byte> output)
    {
        var letter = symbol switch
        {
            (byte)'\b' => 'b',
            (byte)'\f' => 'f',
            (byte)'\n' => 'n',
            (byte)'\r' => 'r',
            (byte)'\t' => 't',
            (byte)'"' or (byte)'\\' => (char)symbol,
            _ => 'u',
        };
        output.Write([(byte)'\\', (byte)letter]);
        if (letter == 'u')
            output.Write([(byte)'0', (byte)'0', (byte)('0' + (symbol >> 4)), (byte)"0123456789ABCDEF"[symbol & 15]]);
    }
}
