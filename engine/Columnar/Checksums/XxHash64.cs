using System.Buffers.Binary;
using System.Numerics;

namespace Spindle.Columnar.Checksums;

/// <summary>
/// xxHash with 64-bit output, as Parquet's split-block Bloom filters (seed 0, over plain-encoded values) and the
/// content checksum of Zstandard frames (low 32 bits) use it.
/// </summary>
public static class XxHash64
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;

    /// <summary>The hash of <paramref name="data"/> from <paramref name="seed"/>.</summary>
    public static ulong Hash(ReadOnlySpan<byte> data, ulong seed = 0)
    {
        ulong length = (ulong)data.Length;
        ulong hash;
        if (data.Length >= 32)
        {
            ulong a = unchecked(seed + Prime1 + Prime2);
            ulong b = unchecked(seed + Prime2);
            ulong c = seed;
            ulong d = unchecked(seed - Prime1);
            do
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(data));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
                data = data[32..];
            }
            while (data.Length >= 32);

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = seed + Prime5;
        }

        return Finish(hash + length, data);
    }

    /// <summary>The hash of a 4-byte little-endian value, without going through memory.</summary>
    public static ulong Hash(uint value, ulong seed = 0)
    {
        ulong hash = seed + Prime5 + sizeof(uint);
        return Avalanche(StepWord(hash, value));
    }

    /// <summary>The hash of an 8-byte little-endian value, without going through memory.</summary>
    public static ulong Hash(ulong value, ulong seed = 0)
    {
        ulong hash = seed + Prime5 + sizeof(ulong);
        return Avalanche(StepLong(hash, value));
    }

    private static ulong Finish(ulong hash, ReadOnlySpan<byte> tail)
    {
        for (; tail.Length >= 8; tail = tail[8..])
        {
            hash = StepLong(hash, BinaryPrimitives.ReadUInt64LittleEndian(tail));
        }

        if (tail.Length >= 4)
        {
            hash = StepWord(hash, BinaryPrimitives.ReadUInt32LittleEndian(tail));
            tail = tail[4..];
        }

        foreach (byte value in tail)
        {
            hash = BitOperations.RotateLeft(hash ^ value * Prime5, 11) * Prime1;
        }

        return Avalanche(hash);
    }

    private static ulong StepLong(ulong hash, ulong value) =>
        BitOperations.RotateLeft(hash ^ Round(0, value), 27) * Prime1 + Prime4;

    private static ulong StepWord(ulong hash, uint value) =>
        BitOperations.RotateLeft(hash ^ value * Prime1, 23) * Prime2 + Prime3;

    private static ulong Round(ulong lane, ulong input) =>
        BitOperations.RotateLeft(lane + input * Prime2, 31) * Prime1;

    private static ulong Merge(ulong hash, ulong lane) => (hash ^ Round(0, lane)) * Prime1 + Prime4;

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ hash >> 33) * Prime2;
        hash = (hash ^ hash >> 29) * Prime3;
        return hash ^ hash >> 32;
    }
}
