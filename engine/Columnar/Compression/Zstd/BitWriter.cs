using System.Runtime.CompilerServices;

namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Appends little-endian bits; a <see cref="BackwardBitReader"/> takes them from the other end.</summary>
internal unsafe struct BitWriter(byte* output)
{
    private byte* output = output;
    private ulong pending;
    private int count;

    /// <summary>Appends the low <paramref name="count"/> bits, at most 32; higher bits are zero.</summary>
    internal void Add(uint value, int count)
    {
        pending |= (ulong)value << this.count;
        this.count += count;
        if (this.count >= 32)
        {
            Unsafe.WriteUnaligned(output, (uint)pending);
            output += 4;
            pending >>= 32;
            this.count -= 32;
        }
    }

    /// <summary>Sets the end mark and returns where the stream ends.</summary>
    internal byte* Close()
    {
        Add(1, 1);
        for (; count > 0; count -= 8)
        {
            *output++ = (byte)pending;
            pending >>= 8;
        }

        return output;
    }
}
