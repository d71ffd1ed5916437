using System.Buffers.Binary;
using BitOperations = System.Numerics.BitOperations;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Marsaglia's XORShift with the shifts and the scrambled seed that Spark has, so that a seed gives Spark's sequence.</summary>
internal sealed class XorShift(long seed)
{
    private ulong state = Scramble(seed);
    private double? spare;

    /// <summary>A number of so many bits; of 32 it has a sign.</summary>
    public int Next(int bits)
    {
        state ^= state << 21;
        state ^= state >> 35;
        state ^= state << 4;
        return (int)(state & ((1UL << bits) - 1));
    }

    /// <summary>From 0 to below 1.</summary>
    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    /// <summary>Of the normal distribution, by Marsaglia's polar method: two numbers at a time.</summary>
    public double NextGaussian()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        double first, second, square;
        do
        {
            first = 2 * NextDouble() - 1;
            second = 2 * NextDouble() - 1;
            square = first * first + second * second;
        }
        while (square >= 1 || square == 0);
        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        spare = second * factor;
        return first * factor;
    }

    private static ulong Scramble(long seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seed);
        var low = Murmur3(bytes, 0x3C07_4A61);
        var high = Murmur3(bytes, low);
        return ((ulong)high << 32) | low;
    }

    private static uint Murmur3(ReadOnlySpan<byte> bytes, uint seed)
    {
        var hash = seed;
        for (var at = 0; at + 4 <= bytes.Length; at += 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) * 0xCC9E_2D51;
            hash ^= BitOperations.RotateLeft(word, 15) * 0x1B87_3593;
            hash = BitOperations.RotateLeft(hash, 13) * 5 + 0xE654_6B64;
        }

        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
        return hash ^ (hash >> 16);
    }
}
