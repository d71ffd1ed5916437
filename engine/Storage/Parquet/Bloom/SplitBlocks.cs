using System.Runtime.InteropServices;

namespace Spindle.Storage.Parquet.Bloom;

/// <summary>
/// The format's Bloom filter: blocks of eight 32-bit words; the hash's upper half picks a block, and its lower half sets one bit in each of the block's words.
/// </summary>
internal static class SplitBlocks
{
    public const int BlockBytes = 32;

    private static ReadOnlySpan<uint> Salts => [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];

    public static void Add(Span<byte> filter, ulong hash)
    {
        var block = Block(filter, hash);
        for (var i = 0; i < Salts.Length; i++)
            block[i] |= Mask(hash, i);
    }

    public static bool MayContain(ReadOnlySpan<byte> filter, ulong hash)
    {
        var words = MemoryMarshal.Cast<byte, uint>(filter[(BlockOf(filter.Length, hash) * BlockBytes)..]);
        for (var i = 0; i < Salts.Length; i++)
            if ((words[i] & Mask(hash, i)) == 0)
                return false;
        return true;
    }

    private static Span<uint> Block(Span<byte> filter, ulong hash) => MemoryMarshal.Cast<byte, uint>(filter.Slice(BlockOf(filter.Length, hash) * BlockBytes, BlockBytes));

    private static int BlockOf(int bytes, ulong hash) => (int)((hash >> 32) * (ulong)(bytes / BlockBytes) >> 32);

    private static uint Mask(ulong hash, int word) => 1u << (int)(unchecked((uint)hash * Salts[word]) >> 27);
}
