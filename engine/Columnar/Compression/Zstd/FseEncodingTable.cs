using System.Numerics;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>
/// The inverse of <see cref="FseDecodingTable"/>: for each symbol, from which state it goes to which, and how many low
/// bits of the state are written on the way. States are numbered from 2^<see cref="Log"/> up.
/// </summary>
internal sealed class FseEncodingTable
{
    internal static readonly FseEncodingTable LiteralLengths = new(ZstdFormat.LiteralLengthDefault, ZstdFormat.LiteralLengthDefaultLog);
    internal static readonly FseEncodingTable MatchLengths = new(ZstdFormat.MatchLengthDefault, ZstdFormat.MatchLengthDefaultLog);
    internal static readonly FseEncodingTable Offsets = new(ZstdFormat.OffsetDefault, ZstdFormat.OffsetDefaultLog);

    /// <summary>Successor states, grouped by symbol.</summary>
    private readonly ushort[] states;

    /// <summary>By symbol: the state's number of bits to write is (state + delta) >> 16.</summary>
    private readonly int[] bitsDelta;

    /// <summary>By symbol: where the group begins, less the symbol's count.</summary>
    private readonly int[] groupDelta;

    private FseEncodingTable(ReadOnlySpan<short> counts, int log)
    {
        Log = log;
        int size = 1 << log;
        states = new ushort[size];
        bitsDelta = new int[counts.Length];
        groupDelta = new int[counts.Length];

        var symbols = new byte[size];
        FseSpread.Place(counts, log, symbols, (table, place, symbol) => table[place] = symbol);
        var next = new int[counts.Length];
        int total = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            int count = Math.Abs((int)counts[symbol]);
            next[symbol] = total;
            if (count > 0)
            {
                int maxBits = count == 1 ? log : log - BitOperations.Log2((uint)count - 1);
                bitsDelta[symbol] = (maxBits << 16) - (count << maxBits);
                groupDelta[symbol] = total - count;
            }

            total += count;
        }

        for (int place = 0; place < size; place++)
        {
            states[next[symbols[place]]++] = (ushort)(size + place);
        }
    }

    internal int Log { get; }

    /// <summary>The state that a decoder is left in by the last symbol: nothing is written.</summary>
    internal uint Begin(int symbol)
    {
        int bits = bitsDelta[symbol] + (1 << 15) >> 16;
        int value = (bits << 16) - bitsDelta[symbol];
        return states[(value >> bits) + groupDelta[symbol]];
    }

    /// <summary>Goes back over one symbol: writes what the decoder will read to come forward again.</summary>
    internal void Step(ref uint state, int symbol, ref BitWriter bits)
    {
        int count = (int)state + bitsDelta[symbol] >> 16;
        bits.Add(state & (1u << count) - 1, count);
        state = states[(int)(state >> count) + groupDelta[symbol]];
    }

    /// <summary>Writes the state that the decoder begins with.</summary>
    internal void End(uint state, ref BitWriter bits) => bits.Add(state & (1u << Log) - 1, Log);
}
