using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression;

/// <summary>
/// A greedy LZ4 encoder with one hash table of up to 64 KiB. The format's end rules hold: the last five bytes are literals and
/// no match begins within the last twelve.
/// </summary>
internal static unsafe class Lz4BlockEncoder
{
    private const int MinTableBits = 9;
    private const int MaxTableBits = 14;
    private const int MatchStartMargin = 12;
    private const int LastLiterals = 5;
    private const int MaxOffset = 65535;

    /// <summary>The most that a block of <paramref name="length"/> bytes takes.</summary>
    internal static int Bound(int length) => checked(length + length / 255 + 16);

    /// <summary>Encodes a block and returns where it ends; <paramref name="output"/> has <see cref="Bound"/> bytes.</summary>
    [SkipLocalsInit]
    internal static byte* Encode(byte* input, int length, byte* output)
    {
        byte* end = input + length;
        byte* pending = input;
        if (length > MatchStartMargin)
        {
            // A small block takes a small table, which costs less to clear than the block to encode.
            int bits = Math.Clamp(BitOperations.Log2((uint)length), MinTableBits, MaxTableBits);
            uint* table = stackalloc uint[1 << MaxTableBits];
            new Span<uint>(table, 1 << bits).Clear();
            byte* limit = end - MatchStartMargin;
            byte* matchEnd = end - LastLiterals;
            byte* at = input + 1;
            int skip = 64;
            while (at < limit)
            {
                ulong word = Unsafe.ReadUnaligned<ulong>(at);
                uint slot = MatchFinding.Hash5(word, bits);
                byte* candidate = input + table[slot];
                table[slot] = (uint)(at - input);
                if (Unsafe.ReadUnaligned<uint>(candidate) != (uint)word || at - candidate > MaxOffset)
                {
                    at += skip++ >> 6;
                    continue;
                }

                while (at > pending && candidate > input && at[-1] == candidate[-1])
                {
                    at--;
                    candidate--;
                }

                long match = 4 + MatchFinding.CommonLength(at + 4, candidate + 4, matchEnd);
                output = WriteSequence(output, pending, at - pending, at - candidate, match);
                at += match;
                pending = at;
                skip = 64;
                if (at < limit)
                    table[MatchFinding.Hash5(Unsafe.ReadUnaligned<ulong>(at - 2), bits)] = (uint)(at - 2 - input);
            }
        }

        return WriteLastLiterals(output, pending, end - pending);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteSequence(byte* output, byte* literal, long literals, long offset, long match)
    {
        byte* token = output++;
        output = WriteLiterals(output, token, literal, literals);
        Unsafe.WriteUnaligned(output, (ushort)offset);
        output += 2;
        match -= 4;
        if (match < 15)
        {
            *token |= (byte)match;
            return output;
        }

        *token |= 15;
        return WriteExtension(output, match - 15);
    }

    private static byte* WriteLastLiterals(byte* output, byte* literal, long literals)
    {
        byte* token = output++;
        return WriteLiterals(output, token, literal, literals);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteLiterals(byte* output, byte* token, byte* literal, long literals)
    {
        if (literals < 15)
        {
            *token = (byte)(literals << 4);
        }
        else
        {
            *token = 15 << 4;
            output = WriteExtension(output, literals - 15);
        }

        Buffer.MemoryCopy(literal, output, literals, literals);
        return output + literals;
    }

    private static byte* WriteExtension(byte* output, long rest)
    {
        for (; rest >= 255; rest -= 255)
        {
            *output++ = 255;
        }

        *output++ = (byte)rest;
        return output;
    }
}
