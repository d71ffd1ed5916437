using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>
/// Reads a bitstream from its last bit to its first, as entropy-coded parts of Zstandard are laid out. The highest set
/// bit of the last byte marks the end and is no data. Reading past the first bit gives zeros and a negative rest.
/// </summary>
internal unsafe struct BackwardBitReader
{
    private readonly byte* start;
    private readonly int length;

    /// <summary>Bits not read yet; they are the first so many of the stream.</summary>
    internal int Left;

    internal BackwardBitReader(byte* start, int length)
    {
        if (length <= 0 || start[length - 1] == 0)
            ZstdFormat.Throw("a bitstream has no end mark");

        this.start = start;
        this.length = length;
        Left = (length - 1) * 8 + BitOperations.Log2(start[length - 1]);
    }

    /// <summary>Takes the next <paramref name="count"/> bits, at most 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Read(int count)
    {
        uint value = (uint)(Window() >> 1 >> 63 - count);
        Left -= count;
        return value;
    }

    /// <summary>The next bits from the top of a word down; at least 57 are data or, past the first bit, zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ulong Window()
    {
        // The word that holds the byte of the next bit as its top byte.
        int top = Left + 7 >> 3;
        int from = top - 8;
        if (from >= 0 && top <= length)
            return Unsafe.ReadUnaligned<ulong>(start + from) << (top * 8 - Left);

        return NearStart(top);
    }

    private readonly ulong NearStart(int top)
    {
        ulong word = 0;
        for (int i = 0; i < 8; i++)
        {
            int index = top - 1 - i;
            byte value = index >= 0 && index < length ? start[index] : (byte)0;
            word = word << 8 | value;
        }

        return word << (top * 8 - Left);
    }
}
