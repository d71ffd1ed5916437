using System.Numerics;
using Spindle.Columnar.Checksums;
using Spindle.Storage.Parquet.Bloom;
using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Gathers the hashes of a column chunk's values, and writes a split-block Bloom filter over them.</summary>
internal sealed class BloomFilterBuilder
{
    private readonly HashSet<ulong> hashes = [];

    public void Add(ReadOnlySpan<byte> plain) => hashes.Add(XxHash64.Hash(plain));

    /// <param name="falsePositives">How often, about, the filter says that an absent value may be there.</param>
    /// <param name="mostBytes">The largest filter.</param>
    public byte[] Finish(double falsePositives, int mostBytes)
    {
        var bits = -8 * Math.Max(hashes.Count, 1) / Math.Log(1 - Math.Pow(falsePositives, 1.0 / 8));
        var bytes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(bits / 8, SplitBlocks.BlockBytes, mostBytes));
        var filter = new byte[Math.Min(bytes, (int)BitOperations.RoundUpToPowerOf2((uint)mostBytes))];
        foreach (var hash in hashes)
            SplitBlocks.Add(filter, hash);
        var writer = new CompactWriter();
        new BloomFilterHeader(filter.Length).Write(writer);
        return [.. writer.Written, .. filter];
    }
}
