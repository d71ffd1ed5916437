using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>
/// Decodes the sequences section of a block and carries it out: each sequence copies literals, then a match from what
/// the frame has produced before.
/// </summary>
internal sealed class SequencesDecoder
{
    private readonly FseDecodingTable literalLengths = new(ZstdFormat.LiteralLengthMaxLog);
    private readonly FseDecodingTable matchLengths = new(ZstdFormat.MatchLengthMaxLog);
    private readonly FseDecodingTable offsets = new(ZstdFormat.OffsetMaxLog);

    /// <summary>The last three offsets, latest first.</summary>
    private long recent1;
    private long recent2;
    private long recent3;

    /// <summary>Called where a frame begins: nothing is inherited.</summary>
    internal void Reset()
    {
        literalLengths.Forget();
        matchLengths.Forget();
        offsets.Forget();
        (recent1, recent2, recent3) = (1, 4, 8);
    }

    /// <summary>
    /// Writes the block's content at <paramref name="at"/>; matches reach back to the frame's beginning, index 0.
    /// Returns the index after the content.
    /// </summary>
    internal unsafe int Decode(ReadOnlySpan<byte> section, LiteralsDecoder literals, Span<byte> frame, int at)
    {
        int count = ReadCount(ref section);
        fixed (byte* output = frame, literal = literals.Buffer)
        {
            byte* literalEnd = literal + literals.Length;
            byte* literalAt = literal;
            byte* end = output + frame.Length;
            byte* to = output + at;
            if (count > 0)
            {
                ReadTables(ref section);
                fixed (byte* stream = section)
                {
                    var bits = new BackwardBitReader(stream, section.Length);
                    to = Run(bits, count, ref literalAt, literalEnd, output, to, end);
                }
            }
            else if (!section.IsEmpty)
            {
                ZstdFormat.Throw("bytes follow an empty sequences section");
            }

            long rest = literalEnd - literalAt;
            if (rest > end - to)
                TooLong();

            System.Buffer.MemoryCopy(literalAt, to, rest, rest);
            return (int)(to + rest - output);
        }
    }

    private static int ReadCount(ref ReadOnlySpan<byte> section)
    {
        if (section.IsEmpty)
            ZstdFormat.Throw("a block has no sequences section");

        int first = section[0];
        int length = first < 128 ? 1 : first < 255 ? 2 : 3;
        if (section.Length < length)
            ZstdFormat.Throw("it ends inside a sequences header");

        int count = length switch
        {
            1 => first,
            2 => (first - 128 << 8) + section[1],
            _ => section[1] + (section[2] << 8) + 0x7F00,
        };
        section = section[length..];
        return count;
    }

    private void ReadTables(ref ReadOnlySpan<byte> section)
    {
        if (section.IsEmpty)
            ZstdFormat.Throw("it ends inside a sequences header");

        int modes = section[0];
        section = section[1..];
        if ((modes & 3) != 0)
            ZstdFormat.Throw("a sequences header sets reserved bits");

        ReadTable(ref section, modes >> 6, literalLengths, ZstdFormat.LiteralLengthDefault,
            ZstdFormat.LiteralLengthDefaultLog, ZstdFormat.LiteralLengthMaxLog, ZstdFormat.LiteralLengthBase.Length - 1);
        ReadTable(ref section, modes >> 4 & 3, offsets, ZstdFormat.OffsetDefault,
            ZstdFormat.OffsetDefaultLog, ZstdFormat.OffsetMaxLog, ZstdFormat.MaxOffsetCode);
        ReadTable(ref section, modes >> 2 & 3, matchLengths, ZstdFormat.MatchLengthDefault,
            ZstdFormat.MatchLengthDefaultLog, ZstdFormat.MatchLengthMaxLog, ZstdFormat.MatchLengthBase.Length - 1);
    }

    private static void ReadTable(
        ref ReadOnlySpan<byte> section, int mode, FseDecodingTable table, ReadOnlySpan<short> defaults, int defaultLog, int maxLog, int maxSymbol)
    {
        switch (mode)
        {
            case 0:
                table.Build(defaults, defaultLog);
                break;
            case 1:
                if (section.IsEmpty || section[0] > maxSymbol)
                    ZstdFormat.Throw("a repeated sequence code is missing or out of range");
                table.BuildSingle(section[0]);
                section = section[1..];
                break;
            case 2:
                section = section[table.ReadDescription(section, maxLog, maxSymbol)..];
                break;
            default:
                if (table.Log < 0)
                    ZstdFormat.Throw("sequences reuse a table where there is none");
                break;
        }
    }

    private unsafe byte* Run(
        BackwardBitReader bits, int count, ref byte* literalAt, byte* literalEnd, byte* start, byte* to, byte* end)
    {
        fixed (FseState* literalStates = literalLengths.States, offsetStates = offsets.States, matchStates = matchLengths.States)
        fixed (int* literalBase = ZstdFormat.LiteralLengthBase, matchBase = ZstdFormat.MatchLengthBase)
        fixed (byte* literalBits = ZstdFormat.LiteralLengthBits, matchBits = ZstdFormat.MatchLengthBits)
        {
            uint literalState = bits.Read(literalLengths.Log);
            uint offsetState = bits.Read(offsets.Log);
            uint matchState = bits.Read(matchLengths.Log);
            byte* literal = literalAt;
            while (true)
            {
                FseState literalEntry = literalStates[literalState];
                FseState offsetEntry = offsetStates[offsetState];
                FseState matchEntry = matchStates[matchState];

                long offsetValue = (1L << offsetEntry.Symbol) + bits.Read(offsetEntry.Symbol);
                long match = matchBase[matchEntry.Symbol] + (long)bits.Read(matchBits[matchEntry.Symbol]);
                long literals = literalBase[literalEntry.Symbol] + (long)bits.Read(literalBits[literalEntry.Symbol]);
                if (bits.Left < 0)
                    ZstdFormat.Throw("sequences are truncated");

                long offset = TakeOffset(offsetValue, literals == 0);
                if (literals > literalEnd - literal)
                    ZstdFormat.Throw("sequences use more literals than there are");
                if (literals + match > end - to)
                    TooLong();

                // The literal buffer has slack behind it; the output only away from its end.
                bool roomy = end - to >= literals + match + ByteCopy.Slack;
                if (roomy)
                    ByteCopy.Wild16(literal, to, literals);
                else
                    System.Buffer.MemoryCopy(literal, to, literals, literals);
                literal += literals;
                to += literals;
                if (offset > to - start)
                    ZstdFormat.Throw($"a match reaches {offset} bytes back after {to - start} bytes");

                if (roomy)
                    ByteCopy.OverlappingWild(to, offset, match);
                else
                    ByteCopy.OverlappingExact(to, offset, match);
                to += match;
                if (--count == 0)
                    break;

                literalState = literalEntry.NextBase + bits.Read(literalEntry.NextBits);
                matchState = matchEntry.NextBase + bits.Read(matchEntry.NextBits);
                offsetState = offsetEntry.NextBase + bits.Read(offsetEntry.NextBits);
            }

            if (bits.Left != 0)
                ZstdFormat.Throw("the sequences' bitstream does not end where they do");

            literalAt = literal;
            return to;
        }
    }

    /// <summary>Values 1 to 3 name a recent offset; without literals before it, the names shift by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long TakeOffset(long value, bool noLiterals)
    {
        long offset;
        if (value > 3)
        {
            offset = value - 3;
            (recent1, recent2, recent3) = (offset, recent1, recent2);
            return offset;
        }

        switch (noLiterals ? value : value - 1)
        {
            case 0:
                return recent1;
            case 1:
                offset = recent2;
                (recent1, recent2) = (offset, recent1);
                return offset;
            case 2:
                offset = recent3;
                break;
            default:
                offset = recent1 - 1;
                if (offset == 0)
                    ZstdFormat.Throw("a repeated offset is zero");
                break;
        }

        (recent1, recent2, recent3) = (offset, recent1, recent2);
        return offset;
    }

    private static void TooLong() => ZstdFormat.Throw("it decodes to more bytes than expected");
}
