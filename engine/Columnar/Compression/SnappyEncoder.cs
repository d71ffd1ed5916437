using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression;

/// <summary>
/// A greedy Snappy encoder over fragments of 64 KiB, so that positions fit 16 bits and every offset fits a 2-byte copy.
/// </summary>
internal static unsafe class SnappyEncoder
{
    private const int FragmentSize = 1 << 16;
    private const int MaxTableBits = 14;

    /// <summary>Bytes at a fragment's end that are emitted as literals, so that the finder may read ahead.</summary>
    private const int Margin = 15;

    /// <summary>Writes header and elements; <paramref name="output"/> has the room that the format's bound asks for.</summary>
    [SkipLocalsInit]
    internal static byte* Encode(byte* input, int length, byte* output)
    {
        output = WriteLength(output, (uint)length);
        ushort* table = stackalloc ushort[1 << MaxTableBits];
        for (int done = 0; done < length; done += FragmentSize)
        {
            int size = Math.Min(FragmentSize, length - done);
            output = EncodeFragment(input + done, size, output, table);
        }

        return output;
    }

    private static byte* EncodeFragment(byte* input, int length, byte* output, ushort* table)
    {
        byte* end = input + length;
        byte* pending = input;
        if (length >= Margin)
        {
            int bits = Math.Clamp(BitOperations.Log2((uint)length - 1) + 1, 8, MaxTableBits);
            new Span<ushort>(table, 1 << bits).Clear();
            byte* limit = end - Margin;
            byte* at = input + 1;

            // The further the last match, the larger the steps: incompressible input costs little.
            int skip = 32;
            while (at <= limit)
            {
                uint word = Unsafe.ReadUnaligned<uint>(at);
                uint slot = MatchFinding.Hash4(word, bits);
                byte* candidate = input + table[slot];
                table[slot] = (ushort)(at - input);
                if (Unsafe.ReadUnaligned<uint>(candidate) != word)
                {
                    at += skip++ >> 5;
                    continue;
                }

                if (at > pending)
                    output = WriteLiteral(output, pending, at - pending, end);

                // Matches often follow one another without literals between.
                do
                {
                    long matched = 4 + MatchFinding.CommonLength(at + 4, candidate + 4, end);
                    output = WriteCopy(output, at - candidate, matched);
                    at += matched;
                    pending = at;
                    if (at > limit)
                        break;

                    table[MatchFinding.Hash4(Unsafe.ReadUnaligned<uint>(at - 1), bits)] = (ushort)(at - 1 - input);
                    word = Unsafe.ReadUnaligned<uint>(at);
                    slot = MatchFinding.Hash4(word, bits);
                    candidate = input + table[slot];
                    table[slot] = (ushort)(at - input);
                }
                while (Unsafe.ReadUnaligned<uint>(candidate) == word);

                at++;
                skip = 32;
            }
        }

        return pending < end ? WriteLiteral(output, pending, end - pending, end) : output;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteLiteral(byte* output, byte* literal, long length, byte* inputEnd)
    {
        long stored = length - 1;
        if (stored < 60)
        {
            *output++ = (byte)(stored << 2);
            if (length <= 16 && inputEnd - literal >= 16)
            {
                ByteCopy.Copy16(literal, output);
                return output + length;
            }
        }
        else if (stored < 256)
        {
            *output++ = 60 << 2;
            *output++ = (byte)stored;
        }
        else
        {
            // A fragment holds 64 KiB, so two bytes of length always do.
            *output++ = 61 << 2;
            *output++ = (byte)stored;
            *output++ = (byte)(stored >> 8);
        }

        Buffer.MemoryCopy(literal, output, length, length);
        return output + length;
    }

    /// <summary>Copies hold at most 64 bytes; a rest below 4 would not fit the short form, so 60 goes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteCopy(byte* output, long offset, long length)
    {
        while (length >= 68)
        {
            output = WriteTwoByteCopy(output, offset, 64);
            length -= 64;
        }

        if (length > 64)
        {
            output = WriteTwoByteCopy(output, offset, 60);
            length -= 60;
        }

        if (length >= 12 || offset >= 2048)
            return WriteTwoByteCopy(output, offset, length);

        output[0] = (byte)(1 | (length - 4) << 2 | (offset >> 8) << 5);
        output[1] = (byte)offset;
        return output + 2;
    }

    private static byte* WriteTwoByteCopy(byte* output, long offset, long length)
    {
        output[0] = (byte)(2 | (length - 1) << 2);
        output[1] = (byte)offset;
        output[2] = (byte)(offset >> 8);
        return output + 3;
    }

    private static byte* WriteLength(byte* output, uint length)
    {
        for (; length >= 0x80; length >>= 7)
        {
            *output++ = (byte)(length | 0x80);
        }

        *output++ = (byte)length;
        return output;
    }
}
