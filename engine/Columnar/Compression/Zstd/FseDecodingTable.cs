using System.Numerics;
using System.Runtime.InteropServices;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>One state of a finite state entropy decoder: the symbol it stands for, and where to go from it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct FseState
{
    internal ushort NextBase;
    internal byte NextBits;
    internal byte Symbol;
}

/// <summary>A decoding table of 2^<see cref="Log"/> states, rebuilt in place for each description.</summary>
internal sealed class FseDecodingTable(int maxLog)
{
    internal readonly FseState[] States = new FseState[1 << maxLog];

    /// <summary>States are numbered in so many bits; -1 until a table has been built.</summary>
    internal int Log { get; private set; } = -1;

    internal void Forget() => Log = -1;

    /// <summary>One symbol for ever: no bits are read.</summary>
    internal void BuildSingle(byte symbol)
    {
        Log = 0;
        States[0] = new FseState { Symbol = symbol };
    }

    /// <summary>
    /// Builds from normalised counts, which sum to 2^<paramref name="log"/> with -1 (less than one) counting as 1.
    /// </summary>
    internal void Build(ReadOnlySpan<short> counts, int log)
    {
        int size = 1 << log;
        Span<ushort> next = stackalloc ushort[256];
        FseSpread.Place(counts, log, States, (states, place, symbol) => states[place].Symbol = symbol);
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = (ushort)Math.Max((short)1, counts[symbol] == -1 ? (short)1 : counts[symbol]);
        }

        for (int state = 0; state < size; state++)
        {
            ref FseState entry = ref States[state];
            uint number = next[entry.Symbol]++;
            int bits = log - BitOperations.Log2(number);
            entry.NextBits = (byte)bits;
            entry.NextBase = (ushort)((number << bits) - size);
        }

        Log = log;
    }

    /// <summary>Reads a table's description, builds it, and returns the number of bytes it took.</summary>
    internal int ReadDescription(ReadOnlySpan<byte> source, int maxLog, int maxSymbol)
    {
        Span<short> counts = stackalloc short[256];
        var bits = new ForwardBitReader(source);
        int log = (int)bits.Read(4) + 5;
        if (log > maxLog)
            ZstdFormat.Throw($"an entropy table has accuracy {log} where {maxLog} is the most");

        int remaining = 1 << log;
        int symbols = 0;
        while (remaining > 0)
        {
            if (symbols > maxSymbol)
                ZstdFormat.Throw("an entropy table has too many symbols");

            // Values 0 to remaining + 1 take one bit less where that is unambiguous.
            int width = BitOperations.Log2((uint)remaining + 1) + 1;
            int lowMask = (1 << width - 1) - 1;
            int shortValues = (1 << width) - 1 - (remaining + 1);
            int value = (int)bits.Peek(width);
            if ((value & lowMask) < shortValues)
            {
                value &= lowMask;
                bits.Skip(width - 1);
            }
            else
            {
                if (value > lowMask)
                    value -= shortValues;
                bits.Skip(width);
            }

            int count = value - 1;
            remaining -= Math.Abs(count);
            counts[symbols++] = (short)count;
            if (count == 0)
            {
                int repeat;
                do
                {
                    repeat = (int)bits.Read(2);
                    if (symbols + repeat > maxSymbol + 1)
                        ZstdFormat.Throw("an entropy table has too many symbols");
                    for (int i = 0; i < repeat; i++)
                    {
                        counts[symbols++] = 0;
                    }
                }
                while (repeat == 3);
            }
        }

        if (remaining < 0)
            ZstdFormat.Throw("an entropy table's counts exceed its size");

        int taken = bits.BytesTaken;
        if (taken > source.Length)
            ZstdFormat.Throw("it ends inside an entropy table");

        Build(counts[..symbols], log);
        return taken;
    }
}
