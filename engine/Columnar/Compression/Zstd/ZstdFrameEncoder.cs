using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Checksums;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>
/// A simple encoder: greedy matches from one hash table, literals as they are, sequences through the predefined
/// tables. It is for machines without the native library: valid first, small second.
/// </summary>
internal sealed unsafe class ZstdFrameEncoder
{
    private const int TableBits = 15;
    private const int MinMatch = 4;

    /// <summary>The predefined offset codes end at 28.</summary>
    private const long MaxOffset = (1L << 28) - 4;

    /// <summary>Bytes at a block's end in which no match begins, so that the finder may read ahead.</summary>
    private const int Margin = 12;

    private readonly int[] table = new int[1 << TableBits];
    private readonly ZstdSequence[] sequences = new ZstdSequence[ZstdFormat.MaxBlockSize / MinMatch + 1];
    private readonly byte[] block = new byte[ZstdFormat.MaxBlockSize * 2];

    /// <summary>Frame header, checksum, and three bytes of header for each block.</summary>
    internal static int Bound(int length) => checked(18 + length + (length / ZstdFormat.MaxBlockSize + 1) * 3);

    internal int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // Single segment, 4-byte content size, content checksum.
        BinaryPrimitives.WriteUInt32LittleEndian(destination, ZstdFormat.Magic);
        destination[4] = 0b1010_0100;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[5..], (uint)source.Length);
        int at = 9;
        Array.Clear(table);
        fixed (byte* input = source)
        {
            long recent = 1;
            int done = 0;
            do
            {
                int size = Math.Min(ZstdFormat.MaxBlockSize, source.Length - done);
                bool last = done + size == source.Length;
                at += WriteBlock(source.Slice(done, size), input, input + done, last, ref recent, destination[at..]);
                done += size;
            }
            while (done < source.Length);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], (uint)XxHash64.Hash(source));
        return at + 4;
    }

    private int WriteBlock(ReadOnlySpan<byte> block, byte* frame, byte* start, bool last, ref long recent, Span<byte> destination)
    {
        if (block.Length > 1 && block.IndexOfAnyExcept(block[0]) < 0)
        {
            WriteHeader(destination, last, type: 1, block.Length);
            destination[3] = block[0];
            return 4;
        }

        // A block that is stored leaves the decoder's recent offset as it was.
        long recentBefore = recent;
        int encoded = EncodeBlock(frame, start, block.Length, ref recent);
        if (encoded >= block.Length)
        {
            recent = recentBefore;
            WriteHeader(destination, last, type: 0, block.Length);
            block.CopyTo(destination[3..]);
            return 3 + block.Length;
        }

        WriteHeader(destination, last, type: 2, encoded);
        this.block.AsSpan(0, encoded).CopyTo(destination[3..]);
        return 3 + encoded;
    }

    private static void WriteHeader(Span<byte> destination, bool last, int type, int size)
    {
        int header = (last ? 1 : 0) | type << 1 | size << 3;
        destination[0] = (byte)header;
        destination[1] = (byte)(header >> 8);
        destination[2] = (byte)(header >> 16);
    }

    /// <summary>Encodes into <see cref="block"/>; returns the length, or the block's own where encoding does not pay.</summary>
    private int EncodeBlock(byte* frame, byte* start, int length, ref long recent)
    {
        if (length <= Margin)
            return length;

        fixed (byte* output = block)
        {
            // Literals are collected behind the longest header they may need, then sequences follow them.
            byte* literals = output + 3;
            byte* literalEnd = FindSequences(frame, start, length, literals, ref recent, out int count);
            int literalCount = (int)(literalEnd - literals);
            if (count == 0)
                return length;

            WriteLiteralsHeader(output, literalCount);
            byte* end = WriteSequences(literalEnd, count);
            return (int)(end - output);
        }
    }

    /// <summary>Raw literals with the 20-bit length, which any block fits.</summary>
    private static void WriteLiteralsHeader(byte* output, int count)
    {
        output[0] = (byte)(0b1100 | count << 4);
        output[1] = (byte)(count >> 4);
        output[2] = (byte)(count >> 12);
    }

    private byte* FindSequences(byte* frame, byte* start, int length, byte* literals, ref long recent, out int count)
    {
        byte* end = start + length;
        byte* limit = end - Margin;
        byte* pending = start;
        byte* at = start == frame ? start + 1 : start;
        int skip = 64;
        count = 0;
        while (at < limit)
        {
            ulong word = Unsafe.ReadUnaligned<ulong>(at);
            ref int slot = ref table[MatchFinding.Hash5(word, TableBits)];
            byte* candidate = frame + slot;
            slot = (int)(at - frame);
            if (Unsafe.ReadUnaligned<uint>(candidate) != (uint)word || at - candidate > MaxOffset)
            {
                at += skip++ >> 6;
                continue;
            }

            while (at > pending && candidate > frame && at[-1] == candidate[-1])
            {
                at--;
                candidate--;
            }

            int match = MinMatch + (int)MatchFinding.CommonLength(at + MinMatch, candidate + MinMatch, end);
            int literalCount = (int)(at - pending);
            long offset = at - candidate;
            bool repeats = offset == recent && literalCount > 0;
            sequences[count++] = new ZstdSequence(literalCount, match, repeats ? 1 : (uint)offset + 3);
            recent = offset;
            Buffer.MemoryCopy(pending, literals, literalCount, literalCount);
            literals += literalCount;
            at += match;
            pending = at;
            skip = 64;
            if (at < limit)
                table[MatchFinding.Hash5(Unsafe.ReadUnaligned<ulong>(at - 2), TableBits)] = (int)(at - 2 - frame);
        }

        long rest = end - pending;
        Buffer.MemoryCopy(pending, literals, rest, rest);
        return literals + rest;
    }

    /// <summary>Writes count, modes (all predefined) and the bitstream, last sequence first.</summary>
    private byte* WriteSequences(byte* output, int count)
    {
        if (count < 128)
        {
            *output++ = (byte)count;
        }
        else if (count < 0x7F00)
        {
            *output++ = (byte)(128 + (count >> 8));
            *output++ = (byte)count;
        }
        else
        {
            *output++ = 255;
            *output++ = (byte)(count - 0x7F00);
            *output++ = (byte)(count - 0x7F00 >> 8);
        }

        *output++ = 0;
        var bits = new BitWriter(output);
        uint literalState = 0, matchState = 0, offsetState = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            ZstdSequence sequence = sequences[i];
            int literalCode = CodeOf(sequence.Literals, ZstdFormat.LiteralLengthBase);
            int matchCode = CodeOf(sequence.Match, ZstdFormat.MatchLengthBase);
            int offsetCode = BitOperations.Log2(sequence.OffsetValue);
            if (i == count - 1)
            {
                literalState = FseEncodingTable.LiteralLengths.Begin(literalCode);
                matchState = FseEncodingTable.MatchLengths.Begin(matchCode);
                offsetState = FseEncodingTable.Offsets.Begin(offsetCode);
            }
            else
            {
                FseEncodingTable.Offsets.Step(ref offsetState, offsetCode, ref bits);
                FseEncodingTable.MatchLengths.Step(ref matchState, matchCode, ref bits);
                FseEncodingTable.LiteralLengths.Step(ref literalState, literalCode, ref bits);
            }

            bits.Add((uint)(sequence.Literals - ZstdFormat.LiteralLengthBase[literalCode]), ZstdFormat.LiteralLengthBits[literalCode]);
            bits.Add((uint)(sequence.Match - ZstdFormat.MatchLengthBase[matchCode]), ZstdFormat.MatchLengthBits[matchCode]);
            bits.Add(sequence.OffsetValue - (1u << offsetCode), offsetCode);
        }

        FseEncodingTable.MatchLengths.End(matchState, ref bits);
        FseEncodingTable.Offsets.End(offsetState, ref bits);
        FseEncodingTable.LiteralLengths.End(literalState, ref bits);
        return bits.Close();
    }

    /// <summary>The last code whose base is not above the value.</summary>
    private static int CodeOf(int value, ReadOnlySpan<int> bases)
    {
        int dense = bases[0] == 0 ? 16 : 32;
        if (value - bases[0] < dense)
            return value - bases[0];

        int code = bases.Length - 1;
        while (bases[code] > value)
        {
            code--;
        }

        return code;
    }
}
