using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression;

/// <summary>
/// Decodes one LZ4 block: sequences of a token (literal length, match length - 4), literals, and a 16-bit offset; the
/// last sequence has literals only.
/// </summary>
internal static unsafe class Lz4BlockDecoder
{
    /// <summary>
    /// Decodes into <paramref name="output"/> and returns the number of bytes produced, at most up to
    /// <paramref name="outputEnd"/>. Matches may reach back to <paramref name="history"/>, which earlier blocks of the
    /// same buffer filled. Neither buffer is empty.
    /// </summary>
    internal static long Decode(byte* input, byte* inputEnd, byte* history, byte* output, byte* outputEnd, CompressionCodec codec)
    {
        byte* start = output;

        // Inside these limits the short form of a sequence is decoded without looking: 1 + 14 + 2 bytes are read of
        // 16 loaded, 14 + 18 written of 48 stored.
        byte* inputSafe = inputEnd - 24;
        byte* outputSafe = outputEnd - 64;

        while (true)
        {
            if (input >= inputEnd)
                Truncated(codec);

            long token = *input++;
            long literals = token >> 4;
            long match;
            long offset;
            if (literals != 15 && input <= inputSafe && output <= outputSafe)
            {
                ByteCopy.Copy16(input, output);
                input += literals;
                output += literals;
                offset = Unsafe.ReadUnaligned<ushort>(input);
                input += 2;
                match = (token & 15) + 4;
                if (match != 19 && offset >= 8 && offset <= output - history)
                {
                    ByteCopy.Copy8(output - offset, output);
                    ByteCopy.Copy8(output + 8 - offset, output + 8);
                    Unsafe.WriteUnaligned(output + 16, Unsafe.ReadUnaligned<ushort>(output + 16 - offset));
                    output += match;
                    continue;
                }
            }
            else
            {
                if (literals == 15)
                    literals += ReadExtension(ref input, inputEnd, codec);
                if (literals > inputEnd - input)
                    Truncated(codec);
                if (literals > outputEnd - output)
                    TooLong(codec);

                if (inputEnd - input >= literals + 16 && outputEnd - output >= literals + 16)
                    ByteCopy.Wild16(input, output, literals);
                else
                    Buffer.MemoryCopy(input, output, literals, literals);
                input += literals;
                output += literals;
                if (input == inputEnd)
                    return output - start;
                if (inputEnd - input < 2)
                    Truncated(codec);

                offset = Unsafe.ReadUnaligned<ushort>(input);
                input += 2;
                match = (token & 15) + 4;
            }

            if (match == 19)
                match += ReadExtension(ref input, inputEnd, codec);
            if (offset == 0 || offset > output - history)
                BadOffset(codec, offset, output - history);
            if (match > outputEnd - output)
                TooLong(codec);

            if (outputEnd - output >= match + ByteCopy.Slack)
                ByteCopy.OverlappingWild(output, offset, match);
            else
                ByteCopy.OverlappingExact(output, offset, match);
            output += match;
        }
    }

    /// <summary>Bytes of 255 go on, the first smaller one ends; the sum cannot pass 255 times the block's size.</summary>
    private static long ReadExtension(ref byte* input, byte* inputEnd, CompressionCodec codec)
    {
        long sum = 0;
        while (true)
        {
            if (input >= inputEnd)
                Truncated(codec);

            byte next = *input++;
            sum += next;
            if (next != 255)
                return sum;
        }
    }

    private static void Truncated(CompressionCodec codec) => CompressionException.Throw(codec, "it ends inside a sequence");

    private static void TooLong(CompressionCodec codec) => CompressionException.Throw(codec, "it decodes to more bytes than expected");

    private static void BadOffset(CompressionCodec codec, long offset, long produced) =>
        CompressionException.Throw(codec, $"a match reaches {offset} bytes back after {produced} bytes");
}
