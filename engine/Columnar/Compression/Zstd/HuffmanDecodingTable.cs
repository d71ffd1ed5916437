using System.Numerics;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>
/// The literals' prefix code, at most 11 bits deep: a table over the next <see cref="Log"/> bits of symbol (low byte)
/// and length (high byte).
/// </summary>
internal sealed class HuffmanDecodingTable
{
    internal const int MaxLog = 11;
    private const int MaxWeights = 255;

    private readonly FseDecodingTable weightTable = new(6);
    internal readonly ushort[] Entries = new ushort[1 << MaxLog];

    /// <summary>The depth of the code; 0 until a description has been read.</summary>
    internal int Log { get; private set; }

    internal void Forget() => Log = 0;

    /// <summary>Reads a tree's description and returns the number of bytes it took.</summary>
    internal int ReadDescription(ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
            ZstdFormat.Throw("it ends before a Huffman tree");

        Span<byte> weights = stackalloc byte[MaxWeights + 1];
        int header = source[0];
        source = source[1..];
        int taken;
        int count;
        if (header >= 128)
        {
            count = header - 127;
            taken = (count + 1) / 2;
            if (taken > source.Length)
                ZstdFormat.Throw("it ends inside a Huffman tree");
            for (int i = 0; i < count; i++)
            {
                weights[i] = (byte)((i & 1) == 0 ? source[i / 2] >> 4 : source[i / 2] & 15);
            }
        }
        else
        {
            taken = header;
            if (taken > source.Length)
                ZstdFormat.Throw("it ends inside a Huffman tree");
            count = ReadCompressedWeights(source[..taken], weights);
        }

        Build(weights, count);
        return 1 + taken;
    }

    /// <summary>Two FSE states take turns; the stream's end tells the number of weights.</summary>
    private unsafe int ReadCompressedWeights(ReadOnlySpan<byte> source, Span<byte> weights)
    {
        int table = weightTable.ReadDescription(source, 6, 12);
        source = source[table..];
        fixed (byte* start = source)
        {
            var bits = new BackwardBitReader(start, source.Length);
            FseState[] states = weightTable.States;
            uint first = bits.Read(weightTable.Log);
            uint second = bits.Read(weightTable.Log);
            if (bits.Left < 0)
                ZstdFormat.Throw("a Huffman tree's weights are truncated");

            int count = 0;
            while (true)
            {
                if (count > MaxWeights - 2)
                    ZstdFormat.Throw("a Huffman tree has too many weights");

                FseState state = states[first];
                weights[count++] = state.Symbol;
                first = state.NextBase + bits.Read(state.NextBits);
                if (bits.Left < 0)
                {
                    weights[count++] = states[second].Symbol;
                    return count;
                }

                state = states[second];
                weights[count++] = state.Symbol;
                second = state.NextBase + bits.Read(state.NextBits);
                if (bits.Left < 0)
                {
                    weights[count++] = states[first].Symbol;
                    return count;
                }
            }
        }
    }

    /// <summary>A weight w > 0 stands for 2^(w-1) of the code space; the last symbol takes what is left of a power of two.</summary>
    private void Build(Span<byte> weights, int count)
    {
        uint sum = 0;
        for (int i = 0; i < count; i++)
        {
            if (weights[i] > MaxLog)
                ZstdFormat.Throw("a Huffman weight is too large");
            sum += 1u << weights[i] >> 1;
        }

        if (sum == 0)
            ZstdFormat.Throw("a Huffman tree is empty");

        int log = BitOperations.Log2(sum) + 1;
        uint left = (1u << log) - sum;
        if (log > MaxLog || !BitOperations.IsPow2(left))
            ZstdFormat.Throw("a Huffman tree's weights do not fill its code space");

        weights[count++] = (byte)(BitOperations.Log2(left) + 1);

        // Longer codes come first; within a length, symbols ascend.
        int place = 0;
        for (int weight = 1; weight <= log; weight++)
        {
            int span = 1 << weight - 1;
            int length = log + 1 - weight;
            for (int symbol = 0; symbol < count; symbol++)
            {
                if (weights[symbol] != weight)
                    continue;

                Entries.AsSpan(place, span).Fill((ushort)(symbol | length << 8));
                place += span;
            }
        }

        Log = log;
    }
}
