using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Checksums;

/// <summary>The message digest of RFC 1321. For values of a few dozen bytes the platform's own spends most of its time on setting up; this one has nothing to set up; <see cref="Md5Lanes"/> is for many messages.</summary>
public static class Md5
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 16;

    private const int Block = 64;

    /// <summary>By step: the whole part of 2^32 times the sine's size.</summary>
    internal static readonly uint[] Sines = [.. Enumerable.Range(1, 64).Select(i => (uint)(Math.Abs(Math.Sin(i)) * 4294967296.0))];

    /// <param name="data">Any bytes.</param>
    /// <param name="digest">Room for <see cref="Length"/> bytes.</param>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        var state = new State { A = 0x67452301, B = 0xEFCDAB89, C = 0x98BADCFE, D = 0x10325476 };
        var rest = data;
        for (; rest.Length >= Block; rest = rest[Block..])
            state.Add(rest);
        // The end is marked by a bit, zeros and the length in bits, which may take a block more.
        Span<byte> last = stackalloc byte[2 * Block];
        last.Clear();
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        var size = rest.Length < Block - 8 ? Block : 2 * Block;
        BinaryPrimitives.WriteUInt64LittleEndian(last[(size - 8)..], (ulong)data.Length * 8);
        state.Add(last);
        if (size > Block)
            state.Add(last[Block..]);
        BinaryPrimitives.WriteUInt32LittleEndian(digest, state.A);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[4..], state.B);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[8..], state.C);
        BinaryPrimitives.WriteUInt32LittleEndian(digest[12..], state.D);
    }

    private struct State
    {
        public uint A;
        public uint B;
        public uint C;
        public uint D;

        public void Add(ReadOnlySpan<byte> block)
        {
            ref var bytes = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(block[..Block]);
            ref var sines = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Sines);
            var (a, b, c, d) = (A, B, C, D);
            for (var i = 0; i < 16; i += 4)
            {
                a = Step(b, (b & c) | (~b & d), a, ref bytes, i, ref sines, i, 7);
                d = Step(a, (a & b) | (~a & c), d, ref bytes, i + 1, ref sines, i + 1, 12);
                c = Step(d, (d & a) | (~d & b), c, ref bytes, i + 2, ref sines, i + 2, 17);
                b = Step(c, (c & d) | (~c & a), b, ref bytes, i + 3, ref sines, i + 3, 22);
            }

            for (var i = 16; i < 32; i += 4)
            {
                a = Step(b, (d & b) | (~d & c), a, ref bytes, 5 * i + 1, ref sines, i, 5);
                d = Step(a, (c & a) | (~c & b), d, ref bytes, 5 * i + 6, ref sines, i + 1, 9);
                c = Step(d, (b & d) | (~b & a), c, ref bytes, 5 * i + 11, ref sines, i + 2, 14);
                b = Step(c, (a & c) | (~a & d), b, ref bytes, 5 * i + 16, ref sines, i + 3, 20);
            }

            for (var i = 32; i < 48; i += 4)
            {
                a = Step(b, b ^ c ^ d, a, ref bytes, 3 * i + 5, ref sines, i, 4);
                d = Step(a, a ^ b ^ c, d, ref bytes, 3 * i + 8, ref sines, i + 1, 11);
                c = Step(d, d ^ a ^ b, c, ref bytes, 3 * i + 11, ref sines, i + 2, 16);
                b = Step(c, c ^ d ^ a, b, ref bytes, 3 * i + 14, ref sines, i + 3, 23);
            }

            for (var i = 48; i < 64; i += 4)
            {
                a = Step(b, c ^ (b | ~d), a, ref bytes, 7 * i, ref sines, i, 6);
                d = Step(a, b ^ (a | ~c), d, ref bytes, 7 * i + 7, ref sines, i + 1, 10);
                c = Step(d, a ^ (d | ~b), c, ref bytes, 7 * i + 14, ref sines, i + 2, 15);
                b = Step(c, d ^ (c | ~a), b, ref bytes, 7 * i + 21, ref sines, i + 3, 21);
            }

            A += a;
            B += b;
            C += c;
            D += d;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static uint Step(uint around, uint mixed, uint value, ref byte block, int word, ref uint sines, int step, int rotation)
        {
            var read = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref block, (word & 15) * sizeof(uint)));
            if (!BitConverter.IsLittleEndian)
                read = BinaryPrimitives.ReverseEndianness(read);
            return around + BitOperations.RotateLeft(value + mixed + Unsafe.Add(ref sines, step) + read, rotation);
        }
    }
}
