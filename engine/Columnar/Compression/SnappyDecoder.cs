using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spindle.Columnar.Compression;

/// <summary>
/// Decodes Snappy elements. Away from the ends of both buffers it copies in 16-byte steps past what is asked for;
/// near them it copies exactly.
/// </summary>
internal static unsafe class SnappyDecoder
{
    /// <summary>
    /// One entry for each tag byte of a copy: bits 0-6 length, bits 8-10 the offset's high bits (of 11-bit offsets).
    /// </summary>
    private static readonly ushort[] Tags = BuildTags();

    /// <summary>Keeps the low 0 to 4 bytes of a 32-bit word, by the number of bytes.</summary>
    private static ReadOnlySpan<uint> Masks => [0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF];

    internal static void Decode(byte* input, byte* inputEnd, byte* output, byte* outputEnd)
    {
        ref ushort tags = ref MemoryMarshal.GetArrayDataReference(Tags);
        ref uint masks = ref MemoryMarshal.GetReference(Masks);
        byte* start = output;

        // Inside these limits a tag, its 4 bytes and 16 bytes of literal can be read, and 64 + slack bytes written.
        byte* inputSafe = inputEnd - 24;
        byte* outputSafe = outputEnd - 64 - ByteCopy.Slack;

        while (input < inputEnd)
        {
            nuint tag = *input++;
            if ((tag & 3) == 0)
            {
                long length = (long)(tag >> 2) + 1;
                if (length <= 16 && input <= inputSafe && output <= outputSafe)
                {
                    ByteCopy.Copy16(input, output);
                    input += length;
                    output += length;
                    continue;
                }

                if (length > 60)
                {
                    long extra = length - 60;
                    if (inputEnd - input < extra)
                        Truncated();

                    uint stored = 0;
                    for (long i = 0; i < extra; i++)
                    {
                        stored |= (uint)input[i] << (int)(8 * i);
                    }

                    input += extra;
                    length = (long)((ulong)stored + 1);
                }

                if (length > inputEnd - input)
                    Truncated();
                if (length > outputEnd - output)
                    TooLong();

                if (inputEnd - input >= length + 16 && outputEnd - output >= length + 16)
                    ByteCopy.Wild16(input, output, length);
                else
                    Buffer.MemoryCopy(input, output, length, length);
                input += length;
                output += length;
            }
            else
            {
                nuint entry = Unsafe.Add(ref tags, tag);

                // The way from one tag to the next is the decoder's longest chain, so it goes by arithmetic, not through the table.
                long type = (long)(tag & 3);
                long trailing = type + (type >> 1 & type);
                long length = (long)(entry & 0x7F);
                uint word;
                if (input <= inputSafe)
                {
                    word = Unsafe.ReadUnaligned<uint>(input) & Unsafe.Add(ref masks, (nint)trailing);
                }
                else
                {
                    if (inputEnd - input < trailing)
                        Truncated();

                    word = 0;
                    for (long i = 0; i < trailing; i++)
                    {
                        word |= (uint)input[i] << (int)(8 * i);
                    }
                }

                input += trailing;
                long offset = (long)((entry & 0x700) + word);
                if (offset == 0 || offset > output - start)
                    BadOffset(offset, output - start);

                if (output <= outputSafe)
                {
                    // Two steps of 8 bytes do for nearly every copy, whatever the mixture of offsets: one branch that predicts well.
                    byte* from = output - offset;
                    if (offset >= 8 && length <= 16)
                    {
                        ByteCopy.Copy8(from, output);
                        ByteCopy.Copy8(from + 8, output + 8);
                    }
                    else if (offset >= 16)
                    {
                        ByteCopy.Copy16(from, output);
                        ByteCopy.Copy16(from + 16, output + 16);
                        if (length > 32)
                        {
                            ByteCopy.Copy16(from + 32, output + 32);
                            ByteCopy.Copy16(from + 48, output + 48);
                        }
                    }
                    else
                    {
                        ByteCopy.OverlappingWild(output, offset, length);
                    }
                }
                else
                {
                    if (length > outputEnd - output)
                        TooLong();

                    ByteCopy.OverlappingExact(output, offset, length);
                }

                output += length;
            }
        }

        if (output != outputEnd)
            CompressionException.Throw(CompressionCodec.Snappy, $"it ends {outputEnd - output} bytes short of its length");
    }

    private static ushort[] BuildTags()
    {
        var tags = new ushort[256];
        for (int tag = 0; tag < 256; tag++)
        {
            int high = tag >> 2;
            tags[tag] = (ushort)((tag & 3) switch
            {
                1 => (high & 7) + 4 | (tag >> 5) << 8,
                2 => high + 1,
                3 => high + 1,
                _ => 0,
            });
        }

        return tags;
    }

    private static void Truncated() => CompressionException.Throw(CompressionCodec.Snappy, "it ends inside an element");

    private static void TooLong() => CompressionException.Throw(CompressionCodec.Snappy, "it decodes to more bytes than its length");

    private static void BadOffset(long offset, long produced) =>
        CompressionException.Throw(CompressionCodec.Snappy, $"a copy reaches {offset} bytes back after {produced} bytes");
}
