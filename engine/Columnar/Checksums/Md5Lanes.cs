using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Checksums;

/// <summary>
/// MD5 of many messages, 8 or 16 at a time where the processor has vectors of that many words, else one by one. A message of at most two blocks has a lane of every vector:
/// <code>
///           message 0   message 1  …  message 15
///  word 0 | 'A' '1' …  | 'B' '7' … |            |     one vector
///  word 1 | 0x80       |           |            |     the end of a short message: a bit, zeros and, in word 14 of its last block, the length in bits
///  …
/// </code>
/// Longer messages are digested alone.
/// </summary>
public static unsafe class Md5Lanes
{
    private const int WordsPerBlock = 16;
    private const int MostBlocks = 2;

    // With the bit that marks the end and eight bytes of length, a message of so many bytes fills its blocks.
    private const int LongestOfOneBlock = 55;
    private const int LongestOfTwoBlocks = 119;

    /// <summary>Digests messages.</summary>
    /// <param name="messages">As many as <paramref name="count"/> says.</param>
    /// <param name="digests">Room for <see cref="Md5.Length"/> bytes a message.</param>
    public static void Hash(BytesView* messages, int count, byte* digests)
    {
        if (Vector512.IsHardwareAccelerated)
            Hash<Vector512<uint>, WordLanes512>(messages, count, digests);
        else if (Vector256.IsHardwareAccelerated)
            Hash<Vector256<uint>, WordLanes256>(messages, count, digests);
        else
            for (var i = 0; i < count; i++)
                Alone(messages + i, digests + i * Md5.Length);
    }

    internal static void Hash<TWords, TLanes>(BytesView* messages, int count, byte* digests) where TWords : struct where TLanes : struct, IWordLanes<TWords>
    {
        const int alignment = 64;
        var room = stackalloc byte[(MostBlocks * WordsPerBlock + 4) * TLanes.Count * sizeof(uint) + alignment];
        var words = (uint*)((nint)(room + alignment - 1) & -alignment);
        for (var first = 0; first < count; first += TLanes.Count)
            Group<TWords, TLanes>(messages + first, Math.Min(TLanes.Count, count - first), digests + first * Md5.Length, words, words + MostBlocks * WordsPerBlock * TLanes.Count);
    }

    /// <param name="words">Room for the blocks.</param>
    /// <param name="room">Room for four vectors.</param>
    private static void Group<TWords, TLanes>(BytesView* messages, int count, byte* digests, uint* words, uint* room) where TWords : struct where TLanes : struct, IWordLanes<TWords>
    {
        var longest = 0;
        for (var lane = 0; lane < count; lane++)
            if (messages[lane].Length <= LongestOfTwoBlocks)
                longest = Math.Max(longest, messages[lane].Length);
        var blocks = longest <= LongestOfOneBlock ? 1 : MostBlocks;
        for (var word = 0; word < blocks * WordsPerBlock; word++)
            TLanes.Store(default, words + word * TLanes.Count);
        for (var lane = 0; lane < count; lane++)
            if (messages[lane].Length <= LongestOfTwoBlocks)
                Pad(messages + lane, words + lane, TLanes.Count);

        var state = new State<TWords, TLanes> { A = TLanes.Of(0x67452301), B = TLanes.Of(0xEFCDAB89), C = TLanes.Of(0x98BADCFE), D = TLanes.Of(0x10325476) };
        state.Add(words);
        if (blocks == MostBlocks)
        {
            var longer = state;
            longer.Add(words + WordsPerBlock * TLanes.Count);
            for (var lane = 0; lane < TLanes.Count; lane++)
                room[lane] = lane < count && messages[lane].Length > LongestOfOneBlock ? uint.MaxValue : 0;
            state.Take(TLanes.Load(room), longer);
        }

        TLanes.Store(state.A, room);
        TLanes.Store(state.B, room + TLanes.Count);
        TLanes.Store(state.C, room + 2 * TLanes.Count);
        TLanes.Store(state.D, room + 3 * TLanes.Count);
        for (var lane = 0; lane < count; lane++)
        {
            var digest = (uint*)(digests + lane * Md5.Length);
            for (var word = 0; word < 4; word++)
                digest[word] = room[word * TLanes.Count + lane];
            if (messages[lane].Length > LongestOfTwoBlocks)
                Alone(messages + lane, (byte*)digest);
        }
    }

    /// <summary>Puts a message, its end and its length into a lane whose words are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pad(BytesView* message, uint* words, int lanes)
    {
        var length = message->Length;
        var bytes = BytesView.Bytes(message);
        var whole = length >> 2;
        for (var word = 0; word < whole; word++)
            words[word * lanes] = Unsafe.ReadUnaligned<uint>(bytes + 4 * word);
        var rest = length & 3;
        // A short value is padded with zeros in its view; nothing is known of what follows a long one.
        var last = rest == 0 ? 0 : message->IsInline ? Unsafe.ReadUnaligned<uint>(bytes + 4 * whole) : Unsafe.ReadUnaligned<uint>(bytes + length - 4) >> 32 - 8 * rest;
        words[whole * lanes] = last | 0x80u << 8 * rest;
        words[(length <= LongestOfOneBlock ? WordsPerBlock - 2 : MostBlocks * WordsPerBlock - 2) * lanes] = (uint)length * 8;
    }

    private static void Alone(BytesView* message, byte* digest) => Md5.Hash(BytesView.Span(message), new Span<byte>(digest, Md5.Length));

    private struct State<TWords, TLanes> where TWords : struct where TLanes : struct, IWordLanes<TWords>
    {
        public TWords A;
        public TWords B;
        public TWords C;
        public TWords D;

        /// <summary>Takes another's lanes where the mask is set.</summary>
        public void Take(TWords mask, in State<TWords, TLanes> other)
        {
            A = TLanes.Select(mask, other.A, A);
            B = TLanes.Select(mask, other.B, B);
            C = TLanes.Select(mask, other.C, C);
            D = TLanes.Select(mask, other.D, D);
        }

        public void Add(uint* words)
        {
            var (a, b, c, d) = (A, B, C, D);
            fixed (uint* sines = Md5.Sines)
            {
                for (var i = 0; i < 16; i += 4)
                {
                    a = Step(b, TLanes.Select(b, c, d), a, words, i, sines[i], 7);
                    d = Step(a, TLanes.Select(a, b, c), d, words, i + 1, sines[i + 1], 12);
                    c = Step(d, TLanes.Select(d, a, b), c, words, i + 2, sines[i + 2], 17);
                    b = Step(c, TLanes.Select(c, d, a), b, words, i + 3, sines[i + 3], 22);
                }

                for (var i = 16; i < 32; i += 4)
                {
                    a = Step(b, TLanes.Select(d, b, c), a, words, 5 * i + 1, sines[i], 5);
                    d = Step(a, TLanes.Select(c, a, b), d, words, 5 * i + 6, sines[i + 1], 9);
                    c = Step(d, TLanes.Select(b, d, a), c, words, 5 * i + 11, sines[i + 2], 14);
                    b = Step(c, TLanes.Select(a, c, d), b, words, 5 * i + 16, sines[i + 3], 20);
                }

                for (var i = 32; i < 48; i += 4)
                {
                    a = Step(b, TLanes.Xor(TLanes.Xor(b, c), d), a, words, 3 * i + 5, sines[i], 4);
                    d = Step(a, TLanes.Xor(TLanes.Xor(a, b), c), d, words, 3 * i + 8, sines[i + 1], 11);
                    c = Step(d, TLanes.Xor(TLanes.Xor(d, a), b), c, words, 3 * i + 11, sines[i + 2], 16);
                    b = Step(c, TLanes.Xor(TLanes.Xor(c, d), a), b, words, 3 * i + 14, sines[i + 3], 23);
                }

                for (var i = 48; i < 64; i += 4)
                {
                    a = Step(b, TLanes.Xor(c, TLanes.OrNot(b, d)), a, words, 7 * i, sines[i], 6);
                    d = Step(a, TLanes.Xor(b, TLanes.OrNot(a, c)), d, words, 7 * i + 7, sines[i + 1], 10);
                    c = Step(d, TLanes.Xor(a, TLanes.OrNot(d, b)), c, words, 7 * i + 14, sines[i + 2], 15);
                    b = Step(c, TLanes.Xor(d, TLanes.OrNot(c, a)), b, words, 7 * i + 21, sines[i + 3], 21);
                }
            }

            A = TLanes.Add(A, a);
            B = TLanes.Add(B, b);
            C = TLanes.Add(C, c);
            D = TLanes.Add(D, d);
        }

        // What does not depend on the step before is added first: the chain from step to step is what takes the time.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TWords Step(TWords around, TWords mixed, TWords value, uint* words, int word, uint sine, [System.Diagnostics.CodeAnalysis.ConstantExpected] byte rotation)
        {
            var known = TLanes.Add(TLanes.Add(value, TLanes.Of(sine)), TLanes.Load(words + (word & WordsPerBlock - 1) * TLanes.Count));
            return TLanes.Add(around, TLanes.RotateLeft(TLanes.Add(known, mixed), rotation));
        }
    }
}
