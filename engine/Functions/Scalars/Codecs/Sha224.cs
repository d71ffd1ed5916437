using System.Buffers.Binary;
using System.Numerics;

namespace Spindle.Functions.Scalars.Codecs;

/// <summary>SHA-224 (FIPS 180-4), which .NET lacks: SHA-256 from other beginnings, cut to 28 bytes.</summary>
internal static class Sha224
{
    public const int Length = 28;

    private const int BlockLength = 64;

    private static readonly uint[] Constants = Fractions();

    public static int Hash(ReadOnlySpan<byte> data, Span<byte> digest) => Hash([], data, digest);

    /// <summary>The keyed digest (RFC 2104).</summary>
    public static int Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        Span<byte> inner = stackalloc byte[BlockLength];
        Span<byte> outer = stackalloc byte[BlockLength];
        if (key.Length > BlockLength)
            Hash(key, inner);
        else
            key.CopyTo(inner);
        for (var i = 0; i < BlockLength; i++)
        {
            outer[i] = (byte)(inner[i] ^ 0x5C);
            inner[i] ^= 0x36;
        }

        Span<byte> first = stackalloc byte[Length];
        Hash(inner, message, first);
        return Hash(outer, first, digest);
    }

    private static int Hash(ReadOnlySpan<byte> block, ReadOnlySpan<byte> data, Span<byte> digest)
    {
        Span<uint> state = [0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4];
        if (!block.IsEmpty)
            Mix(state, block);
        var rest = data;
        for (; rest.Length >= BlockLength; rest = rest[BlockLength..])
            Mix(state, rest[..BlockLength]);
        Span<byte> last = stackalloc byte[2 * BlockLength];
        last.Clear();
        rest.CopyTo(last);
        last[rest.Length] = 0x80;
        var length = rest.Length + 9 <= BlockLength ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64BigEndian(last[(length - 8)..], (ulong)(block.Length + data.Length) * 8);
        for (var at = 0; at < length; at += BlockLength)
            Mix(state, last.Slice(at, BlockLength));
        for (var i = 0; i < Length / 4; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * i)..], state[i]);
        return Length;
    }

    private static void Mix(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[64];
        for (var i = 0; i < 16; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]);
        for (var i = 16; i < 64; i++)
        {
            var (x, y) = (words[i - 15], words[i - 2]);
            var low = BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3);
            var high = BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10);
            words[i] = words[i - 16] + low + words[i - 7] + high;
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var i = 0; i < 64; i++)
        {
            var high = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            var first = h + high + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            var low = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            var second = low + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>The first 32 bits behind the point of the cube roots of the first 64 primes.</summary>
    private static uint[] Fractions()
    {
        var result = new uint[64];
        var count = 0;
        for (var number = 2; count < result.Length; number++)
        {
            var isPrime = true;
            for (var i = 2; i * i <= number; i++)
                isPrime &= number % i != 0;
            if (isPrime)
                result[count++] = (uint)Root(number);
        }

        return result;
    }

    // The greatest r with r^3 <= number * 2^96: the cube root with 32 binary places.
    private static BigInteger Root(int number)
    {
        var wanted = new BigInteger(number) << 96;
        BigInteger low = 0, high = BigInteger.One << 36;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            (low, high) = middle * middle * middle <= wanted ? (middle, high) : (low, middle);
        }

        return low & uint.MaxValue;
    }
}
